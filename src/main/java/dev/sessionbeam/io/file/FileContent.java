package dev.sessionbeam.io.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.apache.beam.sdk.io.Compression;

/**
 * The decompressed text of a file. What the file is, and how it is compressed, is told by its first
 * bytes and not by its name, because names are often wrong: Firehose writes gzip without a suffix,
 * and HTTP clients decompress a {@code .gz} and keep the name.
 *
 * @param text at its first byte
 * @param compressed whether the stored bytes are compressed
 * @param kind what the text is
 * @param markBytes how many bytes the byte order mark takes, at the beginning of the text
 */
record FileContent(InputStream text, boolean compressed, FileKind kind, int markBytes) {
  /** So many bytes tell what a file is. */
  static final int HEAD_BYTES = 1 << 16;

  /** CloudWatch's logs are gzip when Firehose compresses them with gzip. */
  private static final int MOST_LAYERS = 2;

  private static final int TEXT_WITHIN = 512;

  /**
   * Finds out what a file is.
   *
   * @param stored the file as stored, at its first byte
   * @throws IOException if it cannot be read or decompressed
   */
  static FileContent of(String name, InputStream stored) throws IOException {
    return of(name, stored, /* cut= */ false);
  }

  /**
   * Finds out what a file is from its beginning alone. The text is of no use then.
   *
   * @param head the first {@link #HEAD_BYTES} of the file, or all of it
   */
  static FileContent ofHead(String name, byte[] head) throws IOException {
    return of(name, new ByteArrayInputStream(head), head.length == HEAD_BYTES);
  }

  private static FileContent of(String name, InputStream stored, boolean cut) throws IOException {
    InputStream in = stored;
    for (int layers = 0; ; layers++) {
      BufferedInputStream text = new BufferedInputStream(in, HEAD_BYTES);
      byte[] head = head(text, layers > 0 && cut);
      boolean whole = head.length < HEAD_BYTES && !cut;
      Compression compression = Signature.compression(layers == 0 ? name : "", head);
      if (compression == null) {
        return new FileContent(
            text, layers > 0, kind(name, layers, head, whole), TextEncoding.markBytes(head));
      }
      if (layers == MOST_LAYERS) {
        return new FileContent(text, true, FileKind.COMPRESSED_TWICE, 0);
      }
      in = Channels.newInputStream(compression.readDecompressed(Channels.newChannel(text)));
    }
  }

  private static FileKind kind(String name, int layers, byte[] head, boolean whole) {
    FileKind known = Signature.kind(head);
    if (known == null) {
      known = TextEncoding.other(head);
    }
    if (known != null) {
      return known;
    }
    if (layers == 0 && isNamedCompressed(name) && !Signature.isText(head, TEXT_WITHIN)) {
      return FileKind.MISNAMED;
    }
    return JsonStart.kind(head, TextEncoding.markBytes(head), whole);
  }

  static boolean isNamedCompressed(String name) {
    return Compression.detect(name) != Compression.UNCOMPRESSED;
  }

  /**
   * The first bytes, which stay unread.
   *
   * @param cut whether the stored bytes are only a beginning, so that their text ends with an error
   */
  private static byte[] head(InputStream text, boolean cut) throws IOException {
    text.mark(HEAD_BYTES);
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    try {
      int read = 0;
      while (length < head.length && read >= 0) {
        read = text.read(head, length, head.length - length);
        length += Math.max(0, read);
      }
    } catch (IOException e) {
      if (!cut) {
        throw e;
      }
    }
    text.reset();
    return length == head.length ? head : Arrays.copyOf(head, length);
  }
}
