package dev.sessionbeam.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link RecordSplitter#of} and {@link RecordSplitter#isLine} run for every record of a stream, so
 * neither may allocate much more than the record.
 */
class RecordSplitterAllocationTest {
  private static final int CALLS = 1_000;
  private static final long MOST_BYTES = 1_024;

  private static byte[] recordOf200Bytes(String end) {
    String start = "{\"a\":{\"b\":[1,{}]},\"c\":\"";
    return (start + "x".repeat(200 - start.length() - 2 - end.length()) + "\"}" + end)
        .getBytes(UTF_8);
  }

  /** The bytes that one call allocates, on average. */
  private static long allocated(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    call.run();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    return (threads.getThreadAllocatedBytes(thread) - before) / CALLS;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", " {}"})
  void aRecordIsSplitWithoutABuffer(String end) {
    byte[] record = recordOf200Bytes(end);
    assertThat(allocated(() -> RecordSplitter.of(record)), lessThan(MOST_BYTES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", " {}"})
  void aLineIsRecognizedWithoutABuffer(String end) {
    byte[] record = recordOf200Bytes(end);
    assertThat(allocated(() -> RecordSplitter.isLine(record)), lessThan(MOST_BYTES));
  }
}
