package dev.sessionbeam.bench.flink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;

/**
 * Reads the lines of a file as bytes. If they were read as text, lines that are not UTF-8 would not
 * keep their bytes.
 */
final class LinesFormat extends SimpleStreamFormat<byte[]> {
  @Override
  public StreamFormat.Reader<byte[]> createReader(Configuration config, FSDataInputStream stream) {
    return new Reader(stream);
  }

  @Override
  public TypeInformation<byte[]> getProducedType() {
    return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
  }

  /** Reads through a buffer and returns one line at a time, without its line break. */
  static final class Reader implements StreamFormat.Reader<byte[]> {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int next;
    private int end;

    Reader(InputStream in) {
      this.in = in;
    }

    /** Returns the next line, or null at the end. */
    @Override
    public byte[] read() throws IOException {
      while (true) {
        for (int i = next; i < end; i++) {
          if (buffer[i] == '\n') {
            begun.write(buffer, next, i - next);
            next = i + 1;
            return line();
          }
        }
        begun.write(buffer, next, end - next);
        next = 0;
        end = in.read(buffer);
        if (end < 0) {
          end = 0;
          return begun.size() == 0 ? null : line();
        }
      }
    }

    private byte[] line() {
      byte[] line = begun.toByteArray();
      begun.reset();
      return line;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
