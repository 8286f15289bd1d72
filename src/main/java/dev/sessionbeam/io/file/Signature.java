package dev.sessionbeam.io.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.apache.beam.sdk.io.Compression;
import org.jspecify.annotations.Nullable;

/** Recognizes compression, archives and binary formats by the bytes that their files begin with. */
final class Signature {
  /** A binary format has a byte that no text has, this near to its beginning. */
  private static final int BINARY_WITHIN = 64;

  private static final int TAR_MARK_AT = 257;

  private static final List<Packed> PACKED =
      List.of(
          new Packed("\u001f\u008b", Compression.GZIP),
          new Packed("(\u00b5/\u00fd", Compression.ZSTD),
          // Some compressors put the data of a frame of their own in front.
          new Packed("P*M\u0018", Compression.ZSTD),
          new Packed("BZh", Compression.BZIP2));

  /** What follows "BZh" and a digit: data, or the end of a file without data. */
  private static final List<String> BZIP2_BLOCKS = List.of("1AY&SY", "\u0017rE8P\u0090");

  private static final int BZIP2_BLOCK_AT = 4;

  private static final List<Known> KNOWN =
      List.of(
          new Known("PK\u0003\u0004", FileKind.ZIP),
          new Known("PK\u0005\u0006", FileKind.ZIP),
          new Known("PK\u0007\u0008", FileKind.ZIP),
          new Known("\u00fd7zXZ\u0000", FileKind.XZ),
          new Known("7z\u00bc\u00af'\u001c", FileKind.SEVEN_ZIP),
          new Known("\u0004\"M\u0018", FileKind.LZ4),
          new Known("\u0089LZO\u0000", FileKind.LZO),
          new Known("PAR1", FileKind.PARQUET),
          new Known("Obj\u0001", FileKind.AVRO),
          new Known("ORC", FileKind.ORC),
          new Known("ARROW1", FileKind.ARROW));

  private record Packed(String begins, Compression compression) {}

  private record Known(String begins, FileKind kind) {}

  private Signature() {}

  /**
   * How a file is compressed, if this program can decompress it; null if it is not.
   *
   * @param name its suffix decides if the file is shorter than a signature
   */
  static @Nullable Compression compression(String name, byte[] head) {
    for (Packed packed : PACKED) {
      if (begins(head, 0, packed.begins) && isComplete(packed, head)) {
        return packed.compression;
      }
    }
    Compression named = Compression.detect(name);
    boolean cut =
        head.length > 0
            && PACKED.stream()
                .filter(packed -> packed.compression == named)
                .anyMatch(packed -> isCutShort(packed, head));
    // Nothing tells these formats but the name.
    boolean unsigned = named == Compression.DEFLATE || named == Compression.SNAPPY;
    return cut || (unsigned && head.length > 0) ? named : null;
  }

  private static boolean isComplete(Packed packed, byte[] head) {
    return packed.compression != Compression.BZIP2
        || BZIP2_BLOCKS.stream().anyMatch(block -> begins(head, BZIP2_BLOCK_AT, block));
  }

  /** Whether the file ends within its signature. */
  private static boolean isCutShort(Packed packed, byte[] head) {
    if (packed.compression == Compression.BZIP2 && begins(head, 0, packed.begins)) {
      return head.length < BZIP2_BLOCK_AT + BZIP2_BLOCKS.get(0).length();
    }
    return packed.begins.startsWith(new String(head, ISO_8859_1));
  }

  /** The archive or format that a file is; null if it is none that is known. */
  static @Nullable FileKind kind(byte[] head) {
    if (begins(head, TAR_MARK_AT, "ustar")) {
      return FileKind.TAR;
    }
    for (Known known : KNOWN) {
      if (begins(head, 0, known.begins) && isBinary(head)) {
        return known.kind;
      }
    }
    return null;
  }

  /** Whether a byte near the beginning is a control character, which no text has. */
  private static boolean isBinary(byte[] head) {
    return !isText(head, BINARY_WITHIN);
  }

  /** Whether none of the first bytes is a control character other than white space. */
  static boolean isText(byte[] head, int within) {
    for (int i = 0; i < Math.min(head.length, within); i++) {
      boolean blank = head[i] >= '\t' && head[i] <= '\r';
      if ((head[i] >= 0 && head[i] < ' ' && !blank) || head[i] == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean begins(byte[] head, int at, String bytes) {
    if (head.length < at + bytes.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length(); i++) {
      if ((head[at + i] & 0xff) != bytes.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
