package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.explain.Colours;
import dev.sessionbeam.explain.OutputReport;
import dev.sessionbeam.explain.WrittenMachine;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.UsageException;
import dev.sessionbeam.settle.StoredSession;
import dev.sessionbeam.settle.StoredSessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of {@code explain} that explains the sessions of a finished output. */
final class ExplainOutput {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description =
          "Explains the sessions in this output of a run, and no records; needs --machine or"
              + " --session. All of sessions/ is read.")
  private @Nullable String output;

  @Option(
      names = "--machine",
      paramLabel = "ID",
      description = "With --output: the machine whose sessions are explained.")
  private @Nullable String machine;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "With --output: the session that is explained.")
  private @Nullable String session;

  boolean isGiven() {
    return output != null || machine != null || session != null;
  }

  /** Adds what is wrong with the flags. */
  void check(List<String> faults) {
    if (output == null) {
      faults.add("--machine and --session are for --output: give the output of a run too");
      return;
    }
    if ((machine == null) == (session == null)) {
      faults.add("--output: give --machine=ID or --session=ID, and not both");
    }
    String fault = PathFlags.fault("--output", output).orElse(null);
    if (fault != null) {
      faults.add(fault);
    } else if (!Files.isDirectory(Path.of(output))) {
      faults.add("--output: " + output + " is not a folder: give the --output of a run");
    }
  }

  /**
   * Prints the sessions.
   *
   * @throws UsageException if the output cannot be read, or does not have what is asked for
   */
  void explain(Definition definition, boolean json, Colours colours, PrintWriter out)
      throws UsageException {
    String folder = String.valueOf(output);
    try {
      StoredSessions sessions = StoredSessions.in(OutputFolder.of(folder), definition);
      String name = machine == null ? machineOf(String.valueOf(session), sessions) : machine;
      List<StoredSession> lines = sessions.matching(line -> line.machine().equals(name));
      if (lines.isEmpty()) {
        throw none("machine " + name, sessions);
      }
      WrittenMachine written =
          WrittenMachine.of(
              name, lines, sessions.replacedBySettledDays(), definition.session().gap());
      OutputReport report = new OutputReport(definition, colours);
      if (json) {
        report.printJson(written, session, out);
      } else {
        report.print(written, session, out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UsageException("--output: " + FileFaults.describe(folder, e));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--output: " + e.getMessage());
    }
  }

  private String machineOf(String id, StoredSessions sessions) throws IOException, UsageException {
    List<StoredSession> lines = sessions.matching(line -> line.id().equals(id));
    if (lines.isEmpty()) {
      throw none("session " + id, sessions);
    }
    return lines.get(0).machine();
  }

  private UsageException none(String what, StoredSessions sessions) {
    return new UsageException(
        "--output: "
            + output
            + " has no line of the "
            + what
            + ": it has "
            + sessions.files()
            + " files of sessions. Check the id, or look for rejected records in invalid/");
  }
}
