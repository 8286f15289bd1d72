package dev.sessionbeam.io.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.Compression;

/** Bytes of files for tests. */
final class Samples {
  private Samples() {}

  /** Bytes that are written as one character each. */
  static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }

  static byte[] compressed(Compression compression, byte[] bytes) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out =
        compression == Compression.BZIP2
            ? new org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream(stored)
            : Channels.newOutputStream(compression.writeCompressed(Channels.newChannel(stored)))) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored.toByteArray();
  }

  /** A tar archive begins with a header that has its mark far behind the name of the first file. */
  static byte[] tar() {
    return bytes("events.jsonl" + "\0".repeat(245) + "ustar\00000" + "\0".repeat(247) + "{}\n");
  }
}
