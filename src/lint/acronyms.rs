//! The acronyms that the marketplace writes in capitals. No rule of its own.

/// Sorted.
#[rustfmt::skip]
const ACRONYMS: [&str; 160] = [
    "ACL", "AMI", "ANC", "ANS", "API", "ARN", "ASCII", "ASN", "AV", "AWS", "BCC", "BGP", "BIOS",
    "CC", "CEF", "CI", "CIDR", "CIF", "CLI", "CNAME", "CORS", "CPU", "CRLF", "CRM", "CSV",
    "CVE", "CVSS", "DB", "DBMS", "DHCP", "DMARC", "DNS", "EDR", "EML", "FIFO", "FQDN", "FTP",
    "GID", "GMT", "GNU", "GPU", "GUID", "HIBP", "HIDS", "HTML", "HTTP", "HTTPS", "IAM", "IANA",
    "IBM", "ICANN", "ICIS", "ICMP", "IDNA", "IMAP", "IO", "IOC", "IP", "IP2", "IPA", "ISE",
    "ISO", "ISP", "ITIL", "JPEG", "JQL", "JSON", "JWT", "KML", "KMS", "LAN", "LDAP", "MAC",
    "MD5", "MFA", "MHR", "MIME", "MISP", "MIT", "MSI", "MSSQL", "MX", "NFS", "NOERROR", "NTLM",
    "NXDOMAIN", "OSI", "OSSEC", "OTRS", "PCAP", "PCI", "PDF", "PEM", "PHP", "PID", "PKI", "PNG",
    "RAR", "RBAC", "REST", "RFC", "RPC", "RPM", "RPZ", "RRS", "RSA", "RSS", "SAML", "SCCM",
    "SDK", "SHA", "SHA1", "SHA1SUM", "SHA256", "SHA512", "SHASUM", "SIEM", "SLA", "SMB", "SMS",
    "SMTP", "SNMP", "SNS", "SPF", "SQL", "SQS", "SRV", "SSH", "SSID", "SSL", "STIX", "SUID",
    "TCP", "TLD", "TLP", "TLS", "TSV", "TTL", "TTP", "TXT", "UBA", "UDP", "UI", "UID", "URI",
    "URL", "UTC", "UUID", "VBA", "VM", "VNC", "VPC", "VPN", "VT", "VTI", "WAF", "WHOIS",
    "WINDOMAIN", "XML", "ZIP",
];

/// Letters of the longest.
const LONGEST: usize = 9;

/// Each as a number that is in the order of the texts: comparing numbers is cheaper, and there are many words.
static KEYS: [u128; ACRONYMS.len()] = {
    let mut keys = [0; ACRONYMS.len()];
    let mut at = 0;
    while at < keys.len() {
        assert!(ACRONYMS[at].len() <= LONGEST);
        keys[at] = key(ACRONYMS[at].as_bytes());
        at += 1;
    }
    keys
};

/// How long those that begin with two letters are: a bit for each length.
static LENGTHS: [[u16; 26]; 26] = {
    let mut lengths = [[0; 26]; 26];
    let mut at = 0;
    while at < ACRONYMS.len() {
        let letters = ACRONYMS[at].as_bytes();
        lengths[(letters[0] - b'A') as usize][(letters[1] - b'A') as usize] |= 1 << letters.len();
        at += 1;
    }
    lengths
};

/// The number that stands for a short text in capitals.
const fn key(word: &[u8]) -> u128 {
    let mut key = 0;
    let mut at = 0;
    while at < word.len() {
        key |= (word[at].to_ascii_uppercase() as u128) << (8 * (15 - at));
        at += 1;
    }
    key
}

/// Whether an acronym of the word's length begins as it does.
fn may_be(word: &[u8]) -> bool {
    let [first, second, ..] = word else {
        return false;
    };
    // Of a letter, whatever its case, the number in the alphabet from 1 on.
    let place = |letter: u8| usize::from((letter & 0x1f).wrapping_sub(1));
    LENGTHS
        .get(place(*first))
        .and_then(|row| row.get(place(*second)))
        .is_some_and(|lengths| lengths & (1 << word.len()) != 0)
}

/// The acronym that a word is, if it is one and not in capitals.
fn meant(word: &str) -> Option<&'static str> {
    // Most words end here.
    if word.len() > LONGEST || !may_be(word.as_bytes()) {
        return None;
    }
    let at = KEYS.binary_search(&key(word.as_bytes())).ok()?;
    // A NUL counts for nothing in the number.
    let known = ACRONYMS[at];
    (known != word && known.len() == word.len()).then_some(known)
}

/// Shows each word of a text that is an acronym and not in capitals: where it begins, the word, and what is meant.
pub(super) fn miswritten(text: &str, mut found: impl FnMut(usize, &str, &'static str)) {
    let bytes = text.as_bytes();
    // Only blanks part words, and not every control character is one.
    let parts = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at));
        byte.is_none_or(u8::is_ascii_whitespace)
    };
    each_short_word(bytes, |start, end| {
        if !may_be(&bytes[start..end]) {
            return;
        }
        let word = &text[start..end];
        if let Some(meant) = meant(word).filter(|_| parts(start.checked_sub(1)) && parts(Some(end)))
        {
            found(start, word, meant);
        }
    });
}

/// Shows where each word that is no longer than an acronym begins and ends, where blanks or control characters part them.
/// Looks at 64 bytes at once: help texts are long, and hardly a word of them is an acronym.
fn each_short_word(text: &[u8], mut show: impl FnMut(usize, usize)) {
    let mut blocks = text.chunks(64);
    let mut block = || blocks.next().map_or(0, letters);
    let (mut this, mut last) = (block(), 0);
    for at in (0..text.len()).step_by(64) {
        let next = block();
        let mut starts = this & !(this << 1 | last >> 63);
        while starts != 0 {
            let start = starts.trailing_zeros();
            // What follows may stand in the next block.
            let behind = this >> start | next << (63 - start) << 1;
            let length = behind.trailing_ones() as usize;
            if length <= LONGEST {
                show(at + start as usize, at + start as usize + length);
            }
            starts &= starts - 1;
        }
        (last, this) = (this, next);
    }
}

/// A bit for each of 64 bytes that belongs to a word; none for those that are not there.
fn letters(block: &[u8]) -> u64 {
    // Brings the highest bits of eight bytes together.
    const GATHER: u64 = 0x0002_0408_1020_4081;
    const HIGHEST: u64 = u64::from_ne_bytes([0x80; 8]);
    // Reaches the highest bit from the first byte behind the blank on, and never the next byte.
    const BEHIND_BLANK: u64 = u64::from_ne_bytes([0x7f - b' '; 8]);
    let gathered = |chunk: [u8; 8]| {
        let bytes = u64::from_le_bytes(chunk);
        let letters = (((bytes & !HIGHEST) + BEHIND_BLANK) | bytes) & HIGHEST;
        letters.wrapping_mul(GATHER) >> 56
    };
    let (chunks, rest) = block.as_chunks::<8>();
    let mut last = [b' '; 8];
    last[..rest.len()].copy_from_slice(rest);
    let rest = gathered(last).checked_shl(8 * chunks.len() as u32);
    let chunks = chunks.iter().rev();
    chunks.fold(0, |bits, chunk| bits << 8 | gathered(*chunk)) | rest.unwrap_or(0)
}

/// The words of a text that blanks part, and where they begin.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_ascii_whitespace()
        .map(move |word| (word.as_ptr() as usize - start, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_found_in_any_case() {
        assert!(ACRONYMS.is_sorted());
        assert_eq!(meant("url"), Some("URL"));
        assert_eq!(meant("Sha256"), Some("SHA256"));
        assert_eq!(meant("URL"), None);
        assert_eq!(meant("host"), None);
        assert_eq!(meant("url\0"), None);
        assert!(ACRONYMS.iter().all(|known| {
            meant(known).is_none() && meant(&known.to_ascii_lowercase()) == Some(known)
        }));
    }
    #[test]
    fn words_are_those_that_blanks_part() {
        let text = "url\tIp é\u{a0}dns api\u{1}x x\0api \u{b}sql ssh\r\n\n  a-dns-b tls\u{c}whoisxxxxx url";
        for start in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let text = &text[start..];
            let mut found = Vec::new();
            miswritten(text, |at, word, meant| {
                found.push((at, word.to_owned(), meant))
            });
            let expected =
                words(text).filter_map(|(at, word)| Some((at, word.to_owned(), meant(word)?)));
            assert_eq!(found, expected.collect::<Vec<_>>(), "{text:?}");
        }
        let mut found = Vec::new();
        miswritten(text, |_, word, _| found.push(word.to_owned()));
        assert_eq!(found, ["url", "Ip", "ssh", "tls", "url"]);
    }
}
