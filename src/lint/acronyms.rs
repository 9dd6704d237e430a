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

/// The acronym that a word is, if it is one and not in capitals.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    // Most words end here.
    if word.len() > 9 || !word.bytes().any(|byte| byte.is_ascii_lowercase()) || !word.is_ascii() {
        return None;
    }
    let at = ACRONYMS
        .binary_search_by(|known| {
            known
                .bytes()
                .cmp(word.bytes().map(|byte| byte.to_ascii_uppercase()))
        })
        .ok()?;
    Some(ACRONYMS[at])
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
    }
}
