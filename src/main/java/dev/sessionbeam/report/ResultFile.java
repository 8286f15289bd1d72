package dev.sessionbeam.report;

import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.prepare.ReadWrittenEvent;
import dev.sessionbeam.prepare.WrittenEvent;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.settle.EventLine;
import dev.sessionbeam.settle.StoredLines;
import java.io.IOException;
import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a file of events or sessions. */
final class ResultFile implements Serializable {
  private static final long serialVersionUID = 1;

  /** A part has at most so many events, so that none is large. */
  private static final int MOST_EVENTS = 1 << 14;

  private final ReportTask task;
  private final ReadWrittenEvent events;
  private final ReadHead heads;
  private transient @Nullable Tables tables;

  /** Gets parts. */
  interface Receiver {
    void part(StoredPart part) throws IOException;
  }

  ResultFile(ReportTask task) {
    this.task = task;
    this.events = new ReadWrittenEvent(task.definition());
    this.heads = new ReadHead(task.definition().roles().machineInSessions());
  }

  /**
   * Reads a file.
   *
   * @param file the name, relative to the output
   * @throws IOException if that fails, or if the definition does not write such lines; the message
   *     is for a person
   */
  void read(String file, Receiver out) throws IOException {
    if (tables == null) {
      tables = task.definition().tables();
    }
    boolean settled = file.startsWith(OutputFolder.SETTLED);
    boolean hasEvents = Dataset.ofFile(file) == Dataset.EVENTS;
    int day = Math.toIntExact(DateRange.dayOf(file).orElseThrow().toEpochDay());
    OpenPart open = new OpenPart(settled, day, out);
    long number = 0;
    try (StoredLines lines = StoredLines.open(task.output(), file, tables)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        number++;
        if (hasEvents) {
          EventLine event = EventLine.parse(line);
          open.add(event, events.read(event.own()));
        } else {
          out.part(heads.read(line, settled, day));
        }
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException(
          (number == 0 ? "" : "line " + number + " of ")
              + task.output().root()
              + file
              + " is not one that this definition writes: "
              + e.getMessage(),
          e);
    }
    open.close();
  }

  /** The part that grows while lines of one session follow each other. */
  private static final class OpenPart {
    private final boolean settled;
    private final int day;
    private final Receiver out;
    private @Nullable EventPacker packer;
    private String session = "";
    private String machine = "";
    private int revision;
    private int first;

    OpenPart(boolean settled, int day, Receiver out) {
      this.settled = settled;
      this.day = day;
      this.out = out;
    }

    void add(EventLine line, WrittenEvent event) throws IOException {
      EventPacker current = packer;
      if (current == null
          || !session.equals(line.sessionId())
          || revision != line.revision()
          || line.index() != first + current.count()
          || current.count() == MOST_EVENTS
          || !machine.equals(event.machine())) {
        close();
        current = new EventPacker();
        packer = current;
        session = line.sessionId();
        machine = event.machine();
        revision = line.revision();
        first = line.index();
      }
      current.add(event.millis(), event.opening(), event.action());
    }

    void close() throws IOException {
      EventPacker last = packer;
      if (last != null) {
        out.part(
            new StoredPart.Events(
                new StoredPart.About(UUID.fromString(session), revision, settled, day),
                machine,
                first,
                last.count(),
                last.bytes()));
      }
      packer = null;
    }
  }
}
