package dev.sessionbeam.cli;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** What to compute, and from what. */
public interface InputOptions extends PipelineOptions {
  @Description("The pipeline definition: a YAML file. Required.")
  String getDefinition();

  void setDefinition(String value);

  @Description(
      "What to read: a file, a folder with all below it, a glob, or several with commas between, on a disk or on S3 (s3://bucket/folder); plain, .gz, .bz2 or"
          + " .zst. Names that begin with a dot or an underscore are passed over below a folder. Required.")
  List<String> getInput();

  void setInput(List<String> value);

  @Description(
      "How events of a machine come together: packed, or beam, Beam's own GroupByKey in windows. The sessions"
          + " are the same; beam takes longer, and a savepoint made with it is good for this version"
          + " and the same rules of sessions only."
          + " Default: packed.")
  @Nullable String getGrouping();

  void setGrouping(@Nullable String value);

  @Description(
      "Whether the input is invalid/ or late/ of an earlier run: records are taken out of the envelopes that hold them."
          + " Other records pass as they are. Default: false.")
  @Default.Boolean(false)
  boolean isReplay();

  void setReplay(boolean value);

  @Description(
      "Batch: the first day, such as 2017-02-05, where only the sessions that begin in a range of days (UTC) are to be"
          + " computed; needs --to. The input has to hold some of the events around the range as well: the run says"
          + " which. Default: all sessions.")
  @Nullable String getFrom();

  void setFrom(@Nullable String value);

  @Description("Batch: the day after the last one; needs --from. Default: all sessions.")
  @Nullable String getTo();

  void setTo(@Nullable String value);
}
