package dev.sessionbeam.event;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;

/**
 * Compresses what a stream keeps for a while: events and lines repeat each other's fields, so they
 * shrink to a fraction, in memory as in each checkpoint. Not for several threads at once; holds
 * native memory until it is closed.
 */
public final class Press implements AutoCloseable {
  /** The fastest one that still finds what repeats. */
  private static final int LEVEL = 1;

  private final ZstdCompressCtx compress = new ZstdCompressCtx().setLevel(LEVEL);
  private final ZstdDecompressCtx decompress = new ZstdDecompressCtx();

  /** The bytes as a Zstandard frame. */
  public byte[] press(byte[] bytes) {
    return compress.compress(bytes);
  }

  /** The bytes that a frame was made of. */
  public byte[] release(byte[] frame) {
    return decompress.decompress(frame, Math.toIntExact(Zstd.getFrameContentSize(frame)));
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
    compress.close();
    decompress.close();
  }
}
