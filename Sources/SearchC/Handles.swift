internal import Index

/// What a C program holds is a reference that is counted: made here, taken back once when it is freed.
public typealias Handle = UnsafeMutableRawPointer

/// A text of a C program.
typealias CText = UnsafePointer<CChar>

/// Where a C program wants to read what went wrong.
public typealias ErrorText = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// A writer. Its program uses it from one thread at a time, as search.h says.
final class WriterBox {
  let writer: IndexWriter

  init(_ writer: IndexWriter) { self.writer = writer }
}

/// Hands an object to a C program.
func handle(_ object: some AnyObject) -> Handle {
  // Balanced by `release`.
  unsafe Unmanaged.passRetained(object).toOpaque()
}

/// The object of a handle.
func object<Object: AnyObject>(_ handle: Handle, _ type: Object.Type = Object.self) -> Object {
  // The program passes what `handle` gave it, and has not freed it.
  unsafe Unmanaged<Object>.fromOpaque(handle).takeUnretainedValue()
}

/// Takes an object back.
func release<Object: AnyObject>(_ handle: Handle?, _ type: Object.Type) {
  // Freed once, as search.h says.
  if let handle = unsafe handle { unsafe Unmanaged<Object>.fromOpaque(handle).release() }
}

/// A text, read as UTF-8.
func text(_ pointer: CText?) -> String {
  // Ends with NUL.
  unsafe pointer.map { unsafe String(cString: $0) } ?? ""
}

/// Runs what may fail; an error becomes a line that the program frees, and the result what stands for it.
func reporting<Result>(
  _ error: ErrorText?, otherwise failure: Result, _ body: () throws(IndexError) -> Result
) -> Result {
  // The program's own variable.
  unsafe error?.pointee = nil
  do throws(IndexError) {
    return try body()
  } catch let problem {
    // Freed by search_string_free.
    unsafe error?.pointee = copied(problem.description)
    return failure
  }
}
