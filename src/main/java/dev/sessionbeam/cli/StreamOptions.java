package dev.sessionbeam.cli;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.StreamingOptions;
import org.jspecify.annotations.Nullable;

/** How a stream is read and written. */
public interface StreamOptions extends StreamingOptions {
  @Override
  @Description(
      "Whether the input is played as a stream: sessions are written as soon as they are over, and again, revised,"
          + " where a late event changes them. Default: false.")
  boolean isStreaming();

  @Override
  void setStreaming(boolean value);

  @Description(
      "Streaming: how far behind the latest event of its file an event may come without being late, such as 90s or 2m."
          + " Default: 2m.")
  @Default.String("2m")
  String getMaxDisorder();

  void setMaxDisorder(String value);

  @Description(
      "Streaming: how fast files are played, in records a second, such as 500/s. Default: as fast as they can be read.")
  @Nullable String getReplayRate();

  void setReplayRate(@Nullable String value);

  @Description(
      "Streaming: how long results wait for others of their folder, so that files do not become too many."
          + " Default: 1m.")
  @Default.String("1m")
  String getFileDelay();

  void setFileDelay(String value);

  @Description(
      "Streaming on Flink inside this process: the folder for checkpoints, from which --resume goes on after a crash."
          + " Default: none that outlives the process.")
  @Nullable String getCheckpoints();

  void setCheckpoints(@Nullable String value);

  @Description(
      "Streaming: whether to go on from the last checkpoint in --checkpoints, with the output that is there."
          + " Default: false.")
  @Default.Boolean(false)
  boolean isResume();

  void setResume(boolean value);
}
