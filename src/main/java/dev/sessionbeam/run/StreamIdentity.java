package dev.sessionbeam.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Role;
import dev.sessionbeam.io.kinesis.KinesisSettings;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is, as it is kept for a run that resumes it: everything that must be the same then.
 *
 * @param version of the program that wrote this. A run may resume with a newer one
 * @param run the id of the run
 * @param pipeline the name of the pipeline
 * @param output the folder of the results, with a slash at its end
 * @param archive the folder of the raw records, with a slash at its end; null without an archive
 * @param id what makes two records the same event, with machine and time; null if the bytes of the
 *     record do
 * @param input the kind of the input, in words
 * @param grouping how events are grouped
 */
record StreamIdentity(
    @JsonProperty("version") String version,
    @JsonProperty("run") String run,
    @JsonProperty("pipeline") String pipeline,
    @JsonProperty("output") String output,
    @JsonProperty("archive") @Nullable String archive,
    @JsonProperty("id") @Nullable String id,
    @JsonProperty("machine") String machine,
    @JsonProperty("time") String time,
    @JsonProperty("input") String input,
    @JsonProperty("grouping") String grouping) {

  /** Describes the stream that a plan runs. */
  static StreamIdentity of(RunPlan plan, StreamPlan stream, RunId run) {
    Definition definition = plan.definition();
    OutputFolder archive = stream.archive();
    Role id = definition.roles().id();
    return new StreamIdentity(
        ProgramVersion.current(),
        run.value(),
        definition.name(),
        absolute(plan.output()),
        archive == null ? null : absolute(archive),
        id == null ? null : normalized(id.text()),
        normalized(definition.roles().machine().text()),
        normalized(definition.roles().time().text()),
        input(plan, stream),
        plan.grouping().name().toLowerCase(Locale.ROOT));
  }

  private static String absolute(OutputFolder folder) {
    Path local = folder.local();
    return local == null ? folder.root() : local.toAbsolutePath().normalize() + "/";
  }

  private static String input(RunPlan plan, StreamPlan stream) {
    KinesisSettings kinesis = stream.kinesis();
    if (kinesis != null) {
      return "the stream " + kinesis.stream();
    }
    return plan.replay() ? "files of rejected or late records (--replay)" : "files";
  }

  /** The text of a role, with one blank for any number of them outside of string literals. */
  static String normalized(String text) {
    StringBuilder normal = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        normal.append(c);
        if (c == '\\' && i + 1 < text.length()) {
          normal.append(text.charAt(++i));
        } else if (c == quote) {
          quote = 0;
        }
      } else if (!Character.isWhitespace(c)) {
        quote = c == '"' || c == '\'' ? c : 0;
        normal.append(c);
      } else if (normal.length() > 0 && normal.charAt(normal.length() - 1) != ' ') {
        normal.append(' ');
      }
    }
    return normal.toString().strip();
  }
}
