package dev.sessionbeam.report;

import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.prepare.ReadWrittenEvent;
import dev.sessionbeam.prepare.WrittenEvent;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.settle.EventLine;
import dev.sessionbeam.settle.StoredLines;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Reads files of events and sessions, and emits what they say by the bucket of the machine. */
final class ReadResultsFn extends DoFn<String, KV<Integer, StoredPart>> {
  private static final long serialVersionUID = 1;

  /** A part has at most so many events, so that no element is large. */
  private static final int MOST_EVENTS = 1 << 14;

  private final ReportTask task;
  private final ReadWrittenEvent reader;
  private final ReadHead heads;
  private transient @Nullable Tables tables;

  ReadResultsFn(ReportTask task) {
    this.task = task;
    this.reader = new ReadWrittenEvent(task.definition());
    this.heads = new ReadHead(task.definition().roles().machineInSessions());
  }

  @ProcessElement
  public void process(@Element String file, OutputReceiver<KV<Integer, StoredPart>> out)
      throws IOException {
    read(file, part -> out.output(KV.of(task.bucketOf(part.machine()), part)));
  }

  private void read(String file, Consumer<StoredPart> out) throws IOException {
    if (tables == null) {
      tables = task.definition().tables();
    }
    boolean settled = file.startsWith(OutputFolder.SETTLED);
    boolean events = Dataset.ofFile(file) == Dataset.EVENTS;
    OpenPart open = new OpenPart(settled, out);
    long number = 0;
    try (StoredLines lines = StoredLines.open(task.output(), file, tables)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        number++;
        if (events) {
          EventLine event = EventLine.parse(line);
          open.add(event, reader.read(event.own()));
        } else {
          out.accept(heads.read(line, settled));
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
    private final Consumer<StoredPart> out;
    private @Nullable EventPacker packer;
    private String session = "";
    private String machine = "";
    private int revision;
    private int first;

    OpenPart(boolean settled, Consumer<StoredPart> out) {
      this.settled = settled;
      this.out = out;
    }

    void add(EventLine line, WrittenEvent event) {
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

    void close() {
      EventPacker last = packer;
      if (last != null) {
        out.accept(
            new StoredPart.Events(
                UUID.fromString(session),
                machine,
                revision,
                settled,
                first,
                last.count(),
                last.bytes()));
      }
      packer = null;
    }
  }
}
