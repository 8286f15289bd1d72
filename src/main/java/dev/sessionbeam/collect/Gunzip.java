package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.ByteBudget;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Decompresses a body, and stops where it becomes too large. */
final class Gunzip {
  private static final int BLOCK = 16 << 10;

  private Gunzip() {}

  /** A body: an array that begins with it, and its size. */
  record Body(byte[] bytes, int length) {}

  /**
   * Returns the decompressed body.
   *
   * @param most the largest size of the result in bytes
   * @param share is asked for room as the result grows
   * @throws RefusedException if the body is not gzip, or there is not enough room
   */
  static Body of(byte[] body, int length, int most, ByteBudget.Share share)
      throws RefusedException {
    byte[] bytes = new byte[Math.min(most, BLOCK)];
    int size = 0;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(body, 0, length), BLOCK)) {
      while (true) {
        int read = in.read(bytes, size, bytes.length - size);
        if (read < 0) {
          return new Body(bytes, size);
        }
        size += read;
        if (!share.take(read)) {
          throw new RefusedException(503, Texts.BUSY);
        }
        if (size == bytes.length) {
          if (size == most && in.read() >= 0) {
            throw new RefusedException(
                413, "the body is too large: decompressed, it may have " + most + " bytes");
          }
          bytes = Arrays.copyOf(bytes, Math.max(size + 1, Math.min(most, 2 * size)));
        }
      }
    } catch (ZipException | EOFException e) {
      throw new RefusedException(400, "the body is not gzip, or is cut off");
    } catch (IOException e) {
      throw new IllegalStateException("a body in memory cannot be read", e);
    }
  }
}
