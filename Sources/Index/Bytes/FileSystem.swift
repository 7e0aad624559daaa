/// One folder of files, and all that the index asks of it. Everything that reaches a disk goes
/// through here, so that faults can be injected and a whole index can live in memory.
///
/// Laws: names are plain names without `/`; ``create(_:)`` never opens an existing file;
/// ``rename(_:to:)`` never replaces one; a file's bytes are durable after ``OutputFile/sync()``, its
/// name after ``syncDirectory()``.
package protocol FileSystem: Sendable {
  /// Where the folder is, for messages.
  var path: String { get }

  /// Whether the folder exists.
  ///
  /// - Throws: ``IndexError/notAnIndex(path:reason:)`` if something else has its name, and
  ///   ``IndexError/io(operation:path:errno:)`` if that cannot be found out.
  func exists() throws(IndexError) -> Bool

  /// Creates the folder, and durably so, if it does not exist. Parents must exist.
  func createFolder() throws(IndexError)

  /// All names in the folder, in no particular order.
  func list() throws(IndexError) -> [String]

  /// Takes the exclusive lock on a file of this name, creating it if needed.
  ///
  /// - Throws: ``IndexError/locked(path:)`` if another process or writer holds it.
  func lock(_ name: String) throws(IndexError) -> any FileLock

  /// The number that ``FileLock/note(_:)`` left in the file of a lock; nil if there is none that can be
  /// read. Nobody need hold the lock.
  func noted(in name: String) -> UInt64?

  /// Creates a file for appending; fails if the name exists.
  func create(_ name: String) throws(IndexError) -> any OutputFile

  /// Renames a file; fails if the new name exists.
  func rename(_ name: String, to newName: String) throws(IndexError)

  /// Removes a file.
  func unlink(_ name: String) throws(IndexError)

  /// Makes the names in the folder durable.
  func syncDirectory() throws(IndexError)

  /// Maps a file's bytes; nil if there is no file of that name.
  func map(_ name: String) throws(IndexError) -> MappedBytes?
}

extension FileSystem {
  /// Nothing, where nothing is noted.
  package func noted(in name: String) -> UInt64? { nil }
}

/// A file being written, front to back.
package protocol OutputFile: AnyObject {
  /// Appends bytes.
  func append(_ bytes: Span<UInt8>) throws(IndexError)

  /// Makes all appended bytes durable.
  func sync() throws(IndexError)

  /// Closes the file. Calling it again does nothing.
  func close() throws(IndexError)
}

/// Held until it is released or deinitialised.
package protocol FileLock: AnyObject {
  /// Leaves a number in the lock's file, as far as that is possible. It need not survive a power cut.
  func note(_ value: UInt64)

  /// Releases the lock. Calling it again does nothing.
  func release()
}

extension FileLock {
  /// Notes nothing.
  package func note(_ value: UInt64) {}
}
