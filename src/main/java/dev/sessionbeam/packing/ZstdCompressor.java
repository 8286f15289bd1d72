package dev.sessionbeam.packing;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the data that a stream keeps for a while. Events and lines repeat each other's fields,
 * so they shrink to a fraction of their size, in memory and in each checkpoint. A compressor is not
 * thread-safe. It holds native memory from its first use until it is closed, and can be used again
 * after that.
 */
public final class ZstdCompressor implements Serializable, AutoCloseable {
  /** The fastest level that still finds repeated text. */
  private static final int LEVEL = 1;

  private transient @Nullable ZstdCompressCtx compressor;
  private transient @Nullable ZstdDecompressCtx decompressor;

  /** Compresses bytes to a Zstandard frame. */
  public byte[] compress(byte[] bytes) {
    ZstdCompressCtx open = compressor;
    if (open == null) {
      open = new ZstdCompressCtx().setLevel(LEVEL);
      compressor = open;
    }
    return open.compress(bytes);
  }

  /** Decompresses a frame to its bytes. */
  public byte[] decompress(byte[] frame) {
    ZstdDecompressCtx open = decompressor;
    if (open == null) {
      open = new ZstdDecompressCtx();
      decompressor = open;
    }
    return open.decompress(frame, Math.toIntExact(Zstd.getFrameContentSize(frame)));
  }

  /** Decompresses a frame without holding native memory afterwards. Use it for few frames. */
  public static byte[] decompressOne(byte[] frame) {
    return Zstd.decompress(frame, Math.toIntExact(Zstd.getFrameContentSize(frame)));
  }

  /** Compresses events to a Zstandard frame. */
  public byte[] compress(EncodedEvents events) {
    return compress(events.bytes());
  }

  /** Decompresses a frame to its events. */
  public EncodedEvents decompressEvents(byte[] frame) {
    return new EncodedEvents(decompress(frame));
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.close();
      compressor = null;
    }
    if (decompressor != null) {
      decompressor.close();
      decompressor = null;
    }
  }
}
