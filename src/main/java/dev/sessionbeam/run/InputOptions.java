package dev.sessionbeam.run;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options that say what is computed, and from what input. */
public interface InputOptions extends PipelineOptions {
  @Description("The pipeline definition: a YAML file. Required.")
  String getDefinition();

  void setDefinition(String value);

  @Description(
      "What to read: a file, a folder (with everything below it), a glob, or several of them with"
          + " commas (a comma in a name: \\,), on a disk or on S3 (s3://bucket/folder); plain,"
          + " gzip, bzip2 or zstd, told by the bytes. Below a folder, names that start with a dot"
          + " or an underscore are ignored. Required.")
  List<String> getInput();

  void setInput(List<String> value);

  @Description(
      "How the events of a machine are grouped: packed, or beam, which is Beam's own GroupByKey in"
          + " windows. The sessions are the same. beam takes longer, and its savepoints work with"
          + " one version and the same session rules only. Default: packed.")
  @Nullable String getGrouping();

  void setGrouping(@Nullable String value);

  @Description(
      "Whether the input has invalid/ or late/ of an earlier run: records are taken out of their"
          + " envelopes. Other records are read as they are. Sessions need all events of their"
          + " machines, so give the raw input too. Default: false.")
  @Default.Boolean(false)
  boolean isReplay();

  void setReplay(boolean value);

  @Description(
      "Batch: the first day of a backfill, such as 2017-02-05; needs --to. The run computes only"
          + " the sessions that start on these days (UTC). The input must also hold some events"
          + " before and after these days: the run prints which. Default: all days.")
  @Nullable String getFrom();

  void setFrom(@Nullable String value);

  @Description("Batch: the day after the last day of a backfill; needs --from. Default: all days.")
  @Nullable String getTo();

  void setTo(@Nullable String value);
}
