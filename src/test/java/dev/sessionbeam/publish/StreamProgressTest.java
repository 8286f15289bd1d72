package dev.sessionbeam.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.lease.JobLease;
import dev.sessionbeam.lease.LeaseClaim;
import dev.sessionbeam.lease.LeasedDays;
import dev.sessionbeam.lease.RunKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a stream has come, as its publishing step writes it into the output. */
class StreamProgressTest {
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();
  private static final RunId RUN = new RunId("00000000000000ab");
  private static final long NINE = Instant.parse("2017-02-05T09:00:00Z").toEpochMilli();

  @TempDir private Path folder;
  private OutputFolder output = OutputFolder.of("");
  private PublishingLease lease = lease();

  @BeforeEach
  void open() throws IOException {
    FileSystems.setDefaultPipelineOptions(OPTIONS);
    output = OutputFolder.of(folder.toString());
    lease = lease();
    lease.open(OPTIONS);
    lease.check();
  }

  @AfterEach
  void close() {
    lease.close();
  }

  private PublishingLease lease() {
    LeaseClaim claim = new LeaseClaim(RUN.value(), RunKind.STREAM, LeasedDays.everything());
    return PublishingLease.of(JobLease.in(output.leases(), claim), Duration.ofDays(2))
        .reporting(output);
  }

  private String file() throws IOException {
    return Files.readString(folder.resolve("_progress.json"));
  }

  @Test
  void theWatermarkIsWrittenWhenItRises() throws IOException {
    lease.advanceTo(NINE);
    assertThat(file(), is("{\"watermark\":\"2017-02-05T09:00:00.000Z\",\"ended\":false}\n"));
    Files.delete(folder.resolve("_progress.json"));
    lease.advanceTo(NINE);
    lease.advanceTo(NINE - 1);
    assertThat(Files.exists(folder.resolve("_progress.json")), is(false));
    lease.advanceTo(NINE + 1);
    assertThat(file(), containsString("09:00:00.001Z"));
  }

  @Test
  void aWatermarkThatIsNotATimeIsNotWritten() throws IOException {
    lease.advanceTo(BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());
    lease.advanceTo(GlobalWindow.INSTANCE.maxTimestamp().getMillis());
    lease.advanceTo(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());
    assertThat(StreamProgress.in(output), is(Optional.empty()));
  }

  @Test
  void theEndKeepsTheLastWatermark() throws IOException {
    lease.advanceTo(NINE);
    lease.ended();
    StreamProgress ended = new StreamProgress(Instant.ofEpochMilli(NINE), true);
    assertThat(StreamProgress.in(output), is(Optional.of(ended)));
    lease.close();
    // An attempt that has published nothing itself.
    lease = lease();
    lease.open(OPTIONS);
    lease.ended();
    assertThat(StreamProgress.in(output), is(Optional.of(ended)));
  }

  @Test
  void aStreamThatEndsWithoutAWatermarkHasEndedToo() throws IOException {
    lease.ended();
    assertThat(file(), is("{\"watermark\":null,\"ended\":true}\n"));
    assertThat(StreamProgress.in(output), is(Optional.of(new StreamProgress(null, true))));
  }

  @Test
  void aStreamThatStartsAgainFromAnOlderStateWritesItsOwnWatermark() throws IOException {
    lease.advanceTo(NINE);
    lease.close();
    lease = lease();
    lease.open(OPTIONS);
    lease.check();
    lease.advanceTo(NINE - 1000);
    assertThat(file(), containsString("08:59:59.000Z"));
  }

  @Test
  void anOutputWithoutTheFileHasNoProgress() throws IOException {
    assertThat(StreamProgress.in(output), is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"watermark\":\"2017-02-05T09:00:00.000Z\"}",
        "{\"watermark\":\"yesterday\",\"ended\":false}",
        "{\"watermark\":null,\"ended\":false}"
      })
  void aDamagedFileIsNamed(String text) throws IOException {
    Files.writeString(folder.resolve("_progress.json"), text);
    IOException e = assertThrows(IOException.class, () -> StreamProgress.in(output));
    assertThat(e.getMessage(), containsString("_progress.json is damaged"));
  }
}
