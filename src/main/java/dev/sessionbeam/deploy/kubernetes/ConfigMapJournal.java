package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.deploy.Journal;
import dev.sessionbeam.deploy.StageNote;
import dev.sessionbeam.deploy.StageNoteJson;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the note of a stage in a ConfigMap, with the name of the command that changes the stage
 * now. Each write needs the version that was read or written last, so of two commands one fails. A
 * command that renews its name no more can be followed by another one after two minutes.
 */
final class ConfigMapJournal implements Journal, AutoCloseable {
  static final Duration EXPIRES = Duration.ofMinutes(2);

  private static final String NOTE = "note";
  private static final String HOLDER = "holder";
  private static final String RENEWED = "renewed";

  private final Kubectl kubectl;
  private final String name;
  private final String holder;
  private final Clock clock;

  /** As it was read or written last; null if there is none. Guarded by this. */
  private @Nullable JsonNode map;

  private ConfigMapJournal(
      Kubectl kubectl, String name, String holder, Clock clock, @Nullable JsonNode map) {
    this.kubectl = kubectl;
    this.name = name;
    this.holder = holder;
    this.clock = clock;
    this.map = map;
  }

  /**
   * Opens the journal, and keeps other commands out until it is closed.
   *
   * @param stage the first part of all names of the stage
   * @param holder names this command for a person; no other command has it
   * @throws IOException with a message for the user if another command changes the stage
   */
  static ConfigMapJournal open(Kubectl kubectl, String stage, String holder, Clock clock)
      throws IOException {
    ConfigMapJournal journal = look(kubectl, stage, holder, clock);
    journal.acquire();
    return journal;
  }

  /** Opens the journal to read it only; another command may change it. */
  static ConfigMapJournal look(Kubectl kubectl, String stage, String holder, Clock clock)
      throws IOException {
    String name = stage + "-rollout";
    JsonNode map = kubectl.get("configmap", name).orElse(null);
    return new ConfigMapJournal(kubectl, name, holder, clock, map);
  }

  private synchronized void acquire() throws IOException {
    if (map == null) {
      return;
    }
    JsonNode data = map.path("data");
    String other = data.path(HOLDER).asText();
    if (!other.isEmpty() && !other.equals(holder)) {
      Instant free = renewed(data).plus(EXPIRES);
      if (clock.instant().isBefore(free)) {
        throw new IOException(
            "another command changes this stage now: "
                + other
                + ". Wait until it has ended; if it was killed, run this again after "
                + free);
      }
    }
    renew();
  }

  private static Instant renewed(JsonNode data) {
    try {
      return Instant.parse(data.path(RENEWED).asText());
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Says that this command still changes the stage. */
  synchronized void renew() throws IOException {
    if (map != null) {
      put(map.path("data").path(NOTE).asText(), true);
    }
  }

  @Override
  public synchronized StageNote read() throws IOException {
    String note = map == null ? "" : map.path("data").path(NOTE).asText();
    return note.isEmpty() ? StageNote.EMPTY : StageNoteJson.read(note, "ConfigMap " + name);
  }

  @Override
  public synchronized void write(StageNote note) throws IOException {
    put(StageNoteJson.write(note), true);
  }

  /** Lets other commands in. */
  @Override
  public synchronized void close() throws IOException {
    if (map != null && map.path("data").path(HOLDER).asText().equals(holder)) {
      put(map.path("data").path(NOTE).asText(), false);
    }
  }

  private synchronized void put(String note, boolean holds) throws IOException {
    ObjectNode changed = Json.object();
    changed.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = changed.putObject("metadata");
    metadata.put("name", name).put("namespace", kubectl.namespace());
    ObjectNode data = changed.putObject("data").put(NOTE, note);
    if (holds) {
      data.put(HOLDER, holder).put(RENEWED, clock.instant().toString());
    }
    try {
      if (map == null) {
        kubectl.createNamespace();
        map = kubectl.create(changed);
      } else {
        metadata.put(
            "resourceVersion",
            Objects.requireNonNull(map).at("/metadata/resourceVersion").asText());
        map = kubectl.replace(changed);
      }
    } catch (ToolException e) {
      if (e.isConflict() || e.isExisting()) {
        throw new IOException("another command changes this stage now: wait until it has ended", e);
      }
      throw e;
    }
  }
}
