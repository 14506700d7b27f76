import Glibc

/// The first address of a host, as a number, as this host looks names up (getaddrinfo(3)).
///
/// Blocks while servers are asked. Throws ENOENT for a name that has no address.
public func firstAddress(ofHost name: String) throws(SystemError) -> String {
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, nil, nil, &list) == 0, let first = unsafe list else {
        throw SystemError(code: ENOENT, call: "getaddrinfo", subject: name)
    }
    defer { unsafe freeaddrinfo(first) }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let length = socklen_t(text.count)
    let code = unsafe getnameinfo(
        first.pointee.ai_addr, first.pointee.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST)
    guard code == 0 else { throw SystemError(code: ENOENT, call: "getnameinfo", subject: name) }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
