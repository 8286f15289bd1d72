package dev.sessionbeam.event;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what a stream keeps for a while: events and lines repeat each other's fields, so they
 * shrink to a fraction, in memory as in each checkpoint. Not for several threads at once; holds
 * native memory from its first use until it is closed, and may be used again after that.
 */
public final class Press implements Serializable, AutoCloseable {
  /** The fastest one that still finds what repeats. */
  private static final int LEVEL = 1;

  private transient @Nullable ZstdCompressCtx compress;
  private transient @Nullable ZstdDecompressCtx decompress;

  /** The bytes as a Zstandard frame. */
  public byte[] press(byte[] bytes) {
    ZstdCompressCtx open = compress;
    if (open == null) {
      open = new ZstdCompressCtx().setLevel(LEVEL);
      compress = open;
    }
    return open.compress(bytes);
  }

  /** The bytes that a frame was made of. */
  public byte[] release(byte[] frame) {
    ZstdDecompressCtx open = decompress;
    if (open == null) {
      open = new ZstdDecompressCtx();
      decompress = open;
    }
    return open.decompress(frame, Math.toIntExact(Zstd.getFrameContentSize(frame)));
  }

  /** The same, for a few frames now and then: it holds no memory. */
  public static byte[] releaseOne(byte[] frame) {
    return Zstd.decompress(frame, Math.toIntExact(Zstd.getFrameContentSize(frame)));
  }

  /** The events as a Zstandard frame. */
  public byte[] press(PackedEvents events) {
    return press(events.bytes());
  }

  /** The events that a frame was made of. */
  public PackedEvents releaseEvents(byte[] frame) {
    return new PackedEvents(release(frame));
  }

  @Override
  public void close() {
    if (compress != null) {
      compress.close();
      compress = null;
    }
    if (decompress != null) {
      decompress.close();
      decompress = null;
    }
  }
}
