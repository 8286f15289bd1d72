package dev.sessionbeam.run;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options that say where results go, and in which form. */
public interface OutputOptions extends PipelineOptions {
  @Description(
      "The folder to write to, on a disk or on S3 (s3://bucket/folder); it is created if it is"
          + " missing. Required.")
  String getOutput();

  void setOutput(String value);

  @Description(
      "Whether to write to a folder that is not empty: what this pipeline wrote there is replaced,"
          + " and nothing else is changed. A batch run replaces it once the new results are"
          + " complete. Default: false.")
  @Default.Boolean(false)
  boolean isOverwrite();

  void setOverwrite(boolean value);

  @Description(
      "Whether a batch run without any session may replace results that have sessions, and whether a"
          + " run of which every record is rejected succeeds. Default: false: the former results stay,"
          + " and the exit status is 2, or 1 if every record was rejected.")
  @Default.Boolean(false)
  boolean isAllowEmpty();

  void setAllowEmpty(boolean value);

  @Description(
      "Batch: the largest share of rejected records, from 0 to 1 or as a percentage such as 5%."
          + " Above it, the run fails and the former results stay. Default: the run fails only if"
          + " every record was rejected.")
  @Nullable String getMaxInvalid();

  void setMaxInvalid(@Nullable String value);

  @Description(
      "The format of events/ and sessions/: json (JSON lines) or parquet. Default: as in the"
          + " definition.")
  @Nullable String getFormat();

  void setFormat(@Nullable String value);

  @Description(
      "How files are compressed: gzip, zstd or none. Default: as in the definition; if --format is"
          + " not the definition's, gzip for json and zstd for parquet.")
  @Nullable String getCompression();

  void setCompression(@Nullable String value);

  @Description(
      "The number of files that share the lines of one partition. With 0, each task writes its own"
          + " files, which is fastest. Default: 0.")
  @Default.Integer(0)
  int getFilesPerPartition();

  void setFilesPerPartition(int value);
}
