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

  @Description("Streaming: the stream of Kinesis to read, in place of --input.")
  @Nullable String getStream();

  void setStream(@Nullable String value);

  @Description(
      "Also keeps every record of --stream, untouched, in this folder, on a disk or on S3, by the hour of its arrival:"
          + " input for batch. Nothing there is ever deleted. Default: none.")
  @Nullable String getArchive();

  void setArchive(@Nullable String value);

  @Description(
      "Where to begin in --stream without a checkpoint: latest, which is when the run was started; trim_horizon, the"
          + " oldest record there is; or a time of arrival such as 2026-01-31T12:00:00Z. Default: latest.")
  @Default.String("latest")
  String getStartAt();

  void setStartAt(String value);

  @Description(
      "Goes on from a checkpoint (--resume or --savepointPath), but reads --stream anew from this time of arrival, such"
          + " as 2026-01-31T12:00:00Z, or trim_horizon. It has to be before the arrival of the oldest record that was"
          + " not read: see README, Kinesis. For checkpoints whose part of the stream a new version cannot read. Default:"
          + " the stream goes on behind the last record of the checkpoint.")
  @Nullable String getReadAgainFrom();

  void setReadAgainFrom(@Nullable String value);

  @Description(
      "The ARN of a consumer registered for --stream, for enhanced fan-out: its records are pushed. Default: shards are"
          + " polled.")
  @Nullable String getConsumerArn();

  void setConsumerArn(@Nullable String value);

  @Description("A server for --stream other than that of AWS, such as http://127.0.0.1:4567.")
  @Nullable String getKinesisEndpoint();

  void setKinesisEndpoint(@Nullable String value);

  @Description(
      "Ends the run once all of --stream has been read and no record has come for this long, such as 30s; what is open"
          + " is closed and written. Default: never.")
  @Nullable String getStopWhenIdle();

  void setStopWhenIdle(@Nullable String value);

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
      "Streaming: how long files that a killed run has staged in the output are kept, such as 12h: a savepoint or"
          + " checkpoint that is older cannot be resumed. Default: 7d.")
  @Default.String("7d")
  String getStagedRetention();

  void setStagedRetention(String value);

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
