package dev.sessionbeam.bench.flink;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** Writes lines to a file through a buffer. Flink's row format makes a system call per write. */
final class LinesWriter implements BulkWriter<OutputLine> {
  private final OutputStream out;

  LinesWriter(FSDataOutputStream stream) {
    this.out = new BufferedOutputStream(stream, 1 << 16);
  }

  @Override
  public void addElement(OutputLine line) throws IOException {
    out.write(line.text);
    out.write('\n');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void finish() throws IOException {
    flush();
  }
}
