package dev.sessionbeam.io.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first bytes of a file, as stored, and their digest: by it, a run that resumes finds out that
 * a file of the same name has other content. A file that only grew has the same first bytes.
 */
final class FileHead {
  /** A file of another kind or day differs long before this. */
  static final int MOST_BYTES = 1 << 16;

  private static final int DIGEST_BYTES = 16;

  private final PushbackInputStream stored;
  private final String digest;

  private FileHead(PushbackInputStream stored, String digest) {
    this.stored = stored;
    this.digest = digest;
  }

  /**
   * Reads the first bytes of a file once, so that it need not be opened twice.
   *
   * @param stored the file as stored, at its first byte; closed if this fails
   * @param size of the file when the run found it, in bytes: what was added later does not count
   * @throws EOFException if the file is shorter than that
   */
  static FileHead of(InputStream stored, long size) throws IOException {
    try {
      int length = (int) Math.min(MOST_BYTES, size);
      byte[] head = stored.readNBytes(length);
      if (head.length < length) {
        throw new EOFException();
      }
      PushbackInputStream whole = new PushbackInputStream(stored, Math.max(1, length));
      whole.unread(head);
      return new FileHead(whole, digest(head));
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(whole, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The file, still at its first byte. */
  InputStream stored() {
    return stored;
  }

  /** The first 128 bits of the SHA-256 of the first bytes, in hexadecimal. */
  String digest() {
    return digest;
  }
}
