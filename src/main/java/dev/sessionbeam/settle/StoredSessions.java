package dev.sessionbeam.settle;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.publish.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads the lines of sessions in an output, as the views do: of a settled day those of its current
 * version, and of every other day the live ones.
 */
public final class StoredSessions {
  private final OutputFolder output;
  private final Definition definition;
  private final List<String> files = new ArrayList<>();
  private final Map<String, Integer> replaced = new HashMap<>();

  private StoredSessions(OutputFolder output, Definition definition) {
    this.output = output;
    this.definition = definition;
  }

  /**
   * Lists the files of an output.
   *
   * @param definition the definition that wrote it
   * @throws IOException if that fails; the message is for a person
   */
  public static StoredSessions in(OutputFolder output, Definition definition) throws IOException {
    StoredSessions sessions = new StoredSessions(output, definition);
    SettledDays settled = SettledDays.in(output);
    for (StoredFile file : StoredFile.below(output, Dataset.SESSIONS.folder())) {
      boolean isLive =
          DateRange.dayOf(file.name()).filter(day -> !settled.contains(day)).isPresent();
      if (isLive && OutputFolder.isOwn(file.name())) {
        sessions.files.add(file.name());
      }
    }
    Map<LocalDate, DaySwitch> switches = new HashMap<>();
    for (LocalDate day : settled.days()) {
      DaySwitch current = settled.current(day);
      switches.put(day, current);
      current
          .replaced()
          .forEach(it -> sessions.replaced.merge(it.sessionId(), it.revision(), Math::max));
    }
    String folder = OutputFolder.SETTLED + Dataset.SESSIONS.folder();
    for (StoredFile file : StoredFile.below(output, folder)) {
      DaySwitch current = DateRange.dayOf(file.name()).map(switches::get).orElse(null);
      if (current != null && file.name().contains("/part-" + current.version() + "-")) {
        sessions.files.add(file.name());
      }
    }
    return sessions;
  }

  /** Returns how many files there are. */
  public int files() {
    return files.size();
  }

  /** Returns the sessions that settled days replace, and the highest revision that does so. */
  public Map<String, Integer> replacedBySettledDays() {
    return Map.copyOf(replaced);
  }

  /**
   * Reads all files, and returns some of the lines, in the order of the files.
   *
   * @throws IOException if a file cannot be read, or was not written with the definition; the
   *     message is for a person
   */
  public List<StoredSession> matching(Predicate<StoredSession> wanted) throws IOException {
    List<StoredSession> found = new ArrayList<>();
    for (String file : files) {
      try (StoredLines lines = StoredLines.open(output, file, definition.tables())) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          StoredSession session = session(file, line);
          if (wanted.test(session)) {
            found.add(session);
          }
        }
      } catch (IllegalArgumentException | ArithmeticException | JsonSyntaxException e) {
        throw new IOException(
            output.root()
                + file
                + " has a line that this definition does not write: "
                + e.getMessage(),
            e);
      }
    }
    return found;
  }

  private StoredSession session(String file, byte[] line) throws JsonSyntaxException {
    SessionLine read = SessionLine.parse(line, definition.roles().machineInSessions());
    JsonObject fields = JsonObject.parse(read.plain());
    JsonValue value = fields.get(definition.roles().machineInSessions());
    String machine = value == null ? null : value.asString();
    return new StoredSession(
        file,
        read.id(),
        machine == null ? new String(read.machine(), StandardCharsets.UTF_8) : machine,
        read.revision(),
        read.replaces(),
        fields);
  }
}
