import Glibc

/// Whether the system finds a library of this name.
func isInstalled(library name: String) -> Bool {
  // The name is a C string for the call, and nothing of the library is used.
  guard let handle = unsafe dlopen(name, RTLD_LAZY | RTLD_LOCAL) else { return false }
  // Opened above.
  _ = unsafe dlclose(handle)
  return true
}

/// Where a program is that the shell would find; nil if nowhere.
func installedProgram(_ name: String) -> String? {
  let folders = (environmentValue("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
  for folder in folders {
    let path = "\(folder)/\(name)"
    // The path is a C string for the call.
    if pathKind(path) == .file, unsafe access(path, X_OK) == 0 { return path }
  }
  return nil
}

/// Whether files can be made in a folder.
func isWritable(_ folder: String) -> Bool {
  // The path is a C string for the call.
  unsafe access(folder, W_OK) == 0
}

/// A number that Linux keeps in a file; nil where there is none.
func systemNumber(_ path: String) -> Int? {
  guard let bytes = try? readWhole(path) else { return nil }
  return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
}
