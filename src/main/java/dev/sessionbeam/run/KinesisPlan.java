package dev.sessionbeam.run;

import dev.sessionbeam.io.kinesis.KinesisSettings;
import dev.sessionbeam.io.kinesis.StartAt;
import dev.sessionbeam.io.kinesis.StreamCheck;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Turns {@code --stream} and the flags that belong to it into settings, or into faults. */
final class KinesisPlan {
  private KinesisPlan() {}

  /**
   * The settings of the Kinesis stream to read; null if {@code --stream} was not given, or if
   * something is wrong with it, which is added to the faults.
   */
  static @Nullable KinesisSettings of(
      PipelineOptions options, Duration maxDisorder, boolean durable, List<String> faults) {
    StreamOptions stream = options.as(StreamOptions.class);
    String name = stream.getStream();
    if (name == null) {
      return null;
    }
    List<String> own = new ArrayList<>();
    StartAt from = from(stream, own);
    URI endpoint = KinesisEndpoint.parse(stream.getKinesisEndpoint(), own);
    String idle = stream.getStopWhenIdle();
    KinesisSettings settings =
        new KinesisSettings(
            name,
            from,
            stream.getConsumerArn(),
            endpoint,
            maxDisorder,
            idle == null ? null : StreamPlan.duration("--stopWhenIdle", idle, own),
            durable);
    if (own.isEmpty()) {
      own.addAll(StreamCheck.faults(settings, options));
    }
    faults.addAll(own);
    return own.isEmpty() ? settings : null;
  }

  private static StartAt from(StreamOptions stream, List<String> faults) {
    String again = stream.getReadAgainFrom();
    if (again == null) {
      return startAt("--startAt", stream.getStartAt(), faults);
    }
    if (again.equalsIgnoreCase("latest")) {
      faults.add(
          "--readAgainFrom: 'latest' would skip the records that arrived since the checkpoint; give"
              + " a time before the arrival of the oldest record that was not read, such as"
              + " 2026-01-31T12:00:00Z");
    }
    return startAt("--readAgainFrom", again, faults);
  }

  private static StartAt startAt(String flag, String text, List<String> faults) {
    try {
      return StartAt.parse(text, Instant.now());
    } catch (IllegalArgumentException e) {
      faults.add(flag + ": " + e.getMessage());
      return StartAt.OLDEST;
    }
  }
}
