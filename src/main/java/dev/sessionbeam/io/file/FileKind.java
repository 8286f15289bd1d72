package dev.sessionbeam.io.file;

import java.util.Locale;

/**
 * What a file is, told by the first bytes of its decompressed text. {@link #LINES} is read, and
 * {@link #ARRAY} if records may hold many. Every other kind has a sentence that names it and says
 * how to turn it into lines.
 */
public enum FileKind {
  /** Records on lines: JSON objects, or anything that is not certainly another kind. */
  LINES("", ""),

  /** One JSON array that holds the records, on one line or over several. */
  ARRAY(
      "is a JSON array",
      "write one object a line, for example by: jq -c '.[]' %s; or set event.unwrap: this in the definition"),

  /**
   * A JSON array over several lines that breaks off after its first line; or lines, of which the
   * first is an array that was cut. It is read as an array if records may hold many, else as lines.
   */
  BROKEN_ARRAY("", ""),

  /** Objects that are written over several lines each. */
  OBJECTS_OVER_LINES(
      "holds JSON objects over several lines",
      "write one object a line, for example by: jq -c . %s"),

  UTF_16("is UTF-16", "convert it to UTF-8, for example by: iconv -f UTF-16 -t UTF-8 %s"),
  UTF_16_LE("is UTF-16", "convert it to UTF-8, for example by: iconv -f UTF-16LE -t UTF-8 %s"),
  UTF_16_BE("is UTF-16", "convert it to UTF-8, for example by: iconv -f UTF-16BE -t UTF-8 %s"),
  UTF_32("is UTF-32", "convert it to UTF-8, for example by: iconv -f UTF-32 -t UTF-8 %s"),
  UTF_32_LE("is UTF-32", "convert it to UTF-8, for example by: iconv -f UTF-32LE -t UTF-8 %s"),
  UTF_32_BE("is UTF-32", "convert it to UTF-8, for example by: iconv -f UTF-32BE -t UTF-8 %s"),

  ZIP("is a zip archive", "unpack it, for example by: unzip %s"),
  TAR("is a tar archive", "unpack it, for example by: tar -xf %s"),
  SEVEN_ZIP("is a 7z archive", "unpack it, for example by: 7z x %s"),
  XZ("is compressed with xz", "decompress it, for example by: xz -d %s"),
  LZ4("is compressed with lz4", "decompress it, for example by: lz4 -d %s"),
  LZO("is compressed with LZO", "decompress it, for example by: lzop -d %s"),
  COMPRESSED_TWICE("is compressed more than twice", "decompress it until it is text"),

  PARQUET("is a Parquet file", "export its rows as JSON, one object a line"),
  AVRO("is an Avro file", "write one object a line, for example by: avro-tools tojson %s"),
  ORC("is an ORC file", "write one object a line, for example by: orc-tools data %s"),
  ARROW("is an Arrow file", "export its rows as JSON, one object a line"),

  /** Named as a compressed file, but neither that nor text. */
  MISNAMED(
      "is neither text nor compressed as its name says",
      "copy it from its source again, or leave it out");

  private final String whatItIs;
  private final String fix;

  FileKind(String whatItIs, String fix) {
    this.whatItIs = whatItIs;
    this.fix = fix;
  }

  /**
   * Whether the records of such a file can be read.
   *
   * @param unwraps whether a record may hold many
   */
  boolean isReadable(boolean unwraps) {
    return this == LINES || this == BROKEN_ARRAY || (this == ARRAY && unwraps);
  }

  /**
   * Whether such a file is read element by element.
   *
   * @param unwraps whether a record may hold many
   */
  boolean isArray(boolean unwraps) {
    return unwraps && (this == ARRAY || this == BROKEN_ARRAY);
  }

  /** A sentence that says what a file of this kind is, and how to make it readable. */
  String fault(String file) {
    return file + " " + whatItIs + ": " + String.format(Locale.ROOT, fix, quoted(file));
  }

  /** The name as a shell takes it. */
  private static String quoted(String file) {
    return file.matches("[A-Za-z0-9_@%+=:,./-]+") ? file : "'" + file.replace("'", "'\\''") + "'";
  }
}
