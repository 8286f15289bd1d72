package dev.sessionbeam.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Properties;

/** What was measured, as docs/performance.md has it. */
public final class Measured {
  private static final String FILE = "measured.properties";
  private static final BigDecimal MEGABYTE = Numbers.of(1_000_000);

  /** The requests that a file needs and that are billed as writing. */
  private static final List<String> WRITES =
      List.of(
          "put_an_object",
          "begin_an_upload_in_parts",
          "upload_a_part",
          "complete_an_upload",
          "copy",
          "list");

  private static final List<String> READS = List.of("head", "get");

  private final Properties values;

  private Measured(Properties values) {
    this.values = values;
  }

  /** Returns the figures of the page. */
  public static Measured ofThePage() {
    Properties values = new Properties();
    try (InputStream in = Measured.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      values.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(values);
  }

  /** Returns other figures; {@code measured.properties} has their names. */
  public static Measured of(Properties values) {
    return new Measured(values);
  }

  /** Returns the day of the measurements, such as {@code 2026-11-30}. */
  String date() {
    return value("date");
  }

  /** Returns the records a second that a core prepares, groups and writes to S3. */
  BigDecimal recordsPerCore() {
    return Numbers.over(number("source.records_per_second"), number("cores"));
  }

  /** Returns how {@link #recordsPerCore} is computed. */
  String recordsPerCoreFrom() {
    return text("source.records_per_second") + "/s ÷ " + text("cores") + " cores";
  }

  /** Returns the CPU time of a record, in microseconds. */
  BigDecimal microsPerRecord() {
    return number("source.user_micros").add(number("source.system_micros"));
  }

  /** Returns the bytes of a measured record. */
  BigDecimal bytesPerRecord() {
    return Numbers.over(number("source.megabytes").multiply(MEGABYTE), number("source.records"));
  }

  /** Returns the requests of a file that are billed as writing: put, copy, list and uploads. */
  BigDecimal writesPerFile() {
    return sum(WRITES);
  }

  /** Returns the requests of a file that are billed as reading: head and get. */
  BigDecimal readsPerFile() {
    return sum(READS);
  }

  /** Returns the events of a session of which the state was measured. */
  BigDecimal sessionEvents() {
    return number("state.session_events");
  }

  /** Returns the bytes of the records of a session of which the state was measured. */
  BigDecimal sessionBytes() {
    return number("state.session_bytes");
  }

  /** Returns the bytes of state of an open session. */
  BigDecimal openBytes() {
    return number("state.open");
  }

  /** Returns the bytes of state of a session that was written and can still change. */
  BigDecimal closedBytes() {
    return number("state.closed");
  }

  /** Returns the mean time that polling, computing and writing take, in seconds. */
  BigDecimal restSeconds() {
    return number("latency.rest");
  }

  private BigDecimal sum(List<String> requests) {
    return requests.stream()
        .map(request -> number("request." + request))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private String text(String name) {
    return Numbers.text(number(name));
  }

  private BigDecimal number(String name) {
    return new BigDecimal(value(name));
  }

  private String value(String name) {
    String value = values.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(FILE + " has no " + name);
    }
    return value.strip();
  }
}
