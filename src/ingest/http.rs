//! HTTP: the answers of web servers as a crawl has kept them (RFC 9112).

use std::io::Read;

/// An answer, its body as the server meant it.
pub(super) struct Answer {
    /// Whether the server gave what was asked for.
    pub is_success: bool,
    /// Media type, in lower case.
    pub content: String,
    /// The encoding that the server told.
    pub charset: Option<String>,
    /// The body without chunks, unpacked.
    pub body: Vec<u8>,
}

/// Why an answer cannot be read.
pub(super) enum Fault {
    /// Its head is none.
    Broken(String),
    /// Its body is longer than allowed.
    TooLarge,
}

/// Reads an answer whose body is no longer than `most` bytes.
///
/// Crawlers often unpack a body and keep the head that says that it is packed: then it is taken as it is.
pub(super) fn read(bytes: &[u8], most: usize) -> Result<Answer, Fault> {
    const MOST_FIELDS: usize = 256;
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut answer = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config.ignore_invalid_headers_in_responses(true);
    config.allow_spaces_after_header_name_in_responses(true);
    config.allow_obsolete_multiline_headers_in_responses(true);
    let length = match config.parse_response(&mut answer, bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => {
            return Err(Fault::Broken("the answer ends inside its head".to_owned()));
        }
        Err(error) => return Err(Fault::Broken(format!("no HTTP answer: {error}"))),
    };
    let field = |name: &str| {
        let found = answer.headers.iter().find(|f| f.name.eq_ignore_ascii_case(name));
        found.map(|f| String::from_utf8_lossy(f.value).trim().to_ascii_lowercase())
    };
    let told = field("content-type").unwrap_or_default();
    let content = told.split(';').next().unwrap_or("").trim().to_owned();
    let charset = told.split(';').skip(1).find_map(|p| {
        let (name, value) = p.split_once('=')?;
        (name.trim() == "charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    let mut body = bytes[length..].to_vec();
    if field("transfer-encoding").is_some_and(|t| t.contains("chunked"))
        && let Some(whole) = join_chunks(&body)
    {
        body = whole;
    }
    let is_success = answer.code.is_some_and(|code| (200..300).contains(&code));
    if let Some(packing) = field("content-encoding").filter(|_| is_success) {
        for packing in packing.rsplit(',') {
            if let Some(whole) = unpack(&body, packing.trim(), most)? {
                body = whole;
            }
        }
    }
    if body.len() > most {
        return Err(Fault::TooLarge);
    }
    Ok(Answer { is_success, content, charset, body })
}

/// The body without the lengths of its chunks; `None` if there are none. What comes behind a broken chunk is lost.
fn join_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.windows(2).take(40).position(|w| w == b"\r\n");
        let size = end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()
        });
        let (Some(end), Some(size)) = (end, size) else {
            return (!whole.is_empty()).then_some(whole);
        };
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size.saturating_add(2)..).unwrap_or_default();
    }
}

/// The body unpacked; `None` if it is not packed in that way after all. Of one that is cut off what there is.
fn unpack(body: &[u8], packing: &str, most: usize) -> Result<Option<Vec<u8>>, Fault> {
    let mut reader: Box<dyn Read + '_> = match packing {
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(body)),
        "deflate" if is_zlib(body) => Box::new(flate2::read::ZlibDecoder::new(body)),
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, 1 << 12)),
        "zstd" => match zstd::stream::read::Decoder::with_buffer(body) {
            Ok(decoder) => Box::new(decoder),
            Err(_) => return Ok(None),
        },
        _ => return Ok(None),
    };
    let mut whole = Vec::new();
    let mut part = [0; 1 << 14];
    loop {
        match reader.read(&mut part) {
            Ok(0) => break,
            Ok(n) => whole.extend_from_slice(&part[..n]),
            Err(_) if whole.is_empty() => return Ok(None),
            Err(_) => break,
        }
        // A small body may unpack to any size.
        if whole.len() > most {
            return Err(Fault::TooLarge);
        }
    }
    Ok((!whole.is_empty()).then_some(whole))
}

fn is_zlib(body: &[u8]) -> bool {
    let [a, b] = [body.first(), body.get(1)].map(|b| u16::from(*b.unwrap_or(&0)));
    a & 0x0f == 8 && (a << 8 | b) % 31 == 0
}
