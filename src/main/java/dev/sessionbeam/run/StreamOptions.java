package dev.sessionbeam.run;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.StreamingOptions;
import org.jspecify.annotations.Nullable;

/** The options that say how a stream is read and written. */
public interface StreamOptions extends StreamingOptions {
  @Override
  @Description(
      "Whether the input is read as a stream: sessions are written as soon as they have ended, and"
          + " again, as a revision, if an event changes them later. Default: false.")
  boolean isStreaming();

  @Override
  void setStreaming(boolean value);

  @Description("Streaming: the Kinesis stream to read, in place of --input.")
  @Nullable String getStream();

  void setStream(@Nullable String value);

  @Description(
      "Also keeps every record of --stream unchanged in this folder (on a disk or on S3), by the"
          + " hour of its arrival. A batch run can read it. Nothing in it is ever deleted."
          + " Default: none.")
  @Nullable String getArchive();

  void setArchive(@Nullable String value);

  @Description(
      "Where to start in --stream without a checkpoint: latest, the moment at which the run"
          + " starts; trim_horizon, the oldest record of the stream; or a time of arrival such as"
          + " 2026-01-31T12:00:00Z. Default: latest.")
  @Default.String("latest")
  String getStartAt();

  void setStartAt(String value);

  @Description(
      "Resumes from a checkpoint (--resume or --savepointPath), but reads --stream again from this"
          + " time of arrival, such as 2026-01-31T12:00:00Z, or from trim_horizon. The time must"
          + " be before the arrival of the oldest record that was not read: see docs/kinesis.md."
          + " For checkpoints whose position in the stream a new version cannot read. Default: the"
          + " stream is read from the record after the checkpoint's last one.")
  @Nullable String getReadAgainFrom();

  void setReadAgainFrom(@Nullable String value);

  @Description(
      "The ARN of a registered consumer of --stream, for enhanced fan-out: records are pushed."
          + " Default: shards are polled.")
  @Nullable String getConsumerArn();

  void setConsumerArn(@Nullable String value);

  @Description("A Kinesis server that is not AWS, such as http://127.0.0.1:4567. Default: AWS.")
  @Nullable String getKinesisEndpoint();

  void setKinesisEndpoint(@Nullable String value);

  @Description(
      "Ends the run once all of --stream has been read and no record has come for this long, such"
          + " as 30s. Open sessions are closed and written. Default: never.")
  @Nullable String getStopWhenIdle();

  void setStopWhenIdle(@Nullable String value);

  @Description(
      "Streaming: the watermark of a file or shard is the time of its latest event minus this,"
          + " such as 90s or 2m. Default: 2m.")
  @Default.String("2m")
  String getMaxDisorder();

  void setMaxDisorder(String value);

  @Description(
      "Streaming: how fast files are played, in records a second, such as 500/s. Default: full"
          + " speed.")
  @Nullable String getReplayRate();

  void setReplayRate(@Nullable String value);

  @Description(
      "Streaming: how long results wait for other results of their folder, so that there are fewer"
          + " files. Default: 1m.")
  @Default.String("1m")
  String getFileDelay();

  void setFileDelay(String value);

  @Description(
      "Streaming: how long the staged files of a killed run are kept, such as 12h. A checkpoint or"
          + " savepoint that is older cannot be resumed. Default: 7d.")
  @Default.String("7d")
  String getStagedRetention();

  void setStagedRetention(String value);

  @Description(
      "For streaming on Flink inside this process: the folder for checkpoints. After a crash,"
          + " --resume resumes from them. Default: a temporary folder, from which nothing can resume.")
  @Nullable String getCheckpoints();

  void setCheckpoints(@Nullable String value);

  @Description(
      "Streaming: whether to resume from the last checkpoint in --checkpoints. The results that"
          + " are in the output already stay. Default: false.")
  @Default.Boolean(false)
  boolean isResume();

  void setResume(boolean value);
}
