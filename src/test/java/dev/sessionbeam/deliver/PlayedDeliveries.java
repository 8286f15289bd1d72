package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.DeliveryCoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stream of deliveries that a test plays while the job runs in its process. */
final class PlayedDeliveries extends UnboundedSource<Delivery, PlayedDeliveries.Position> {
  private static final long serialVersionUID = 1;
  private static final Map<UUID, Script> SCRIPTS = new ConcurrentHashMap<>();

  private final UUID script;

  private PlayedDeliveries(UUID script) {
    this.script = script;
  }

  /** What the test gives to the job. */
  static final class Script {
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private Instant watermark = Instant.ofEpochMilli(0);
    private int checkpointed;
    private int starts;

    static Script create(UUID id) {
      Script script = new Script();
      SCRIPTS.put(id, script);
      return script;
    }

    synchronized void give(Delivery... more) {
      for (Delivery delivery : more) {
        deliveries.add(delivery);
        times.add(watermark);
      }
    }

    synchronized void advance(Instant to) {
      watermark = to;
    }

    synchronized void end() {
      watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    /** How many deliveries are before the last checkpoint that is complete. */
    synchronized int checkpointed() {
      return checkpointed;
    }

    /** How often a reader was made; on Flink, once for each attempt. */
    synchronized int starts() {
      return starts;
    }
  }

  static PlayedDeliveries of(UUID script) {
    return new PlayedDeliveries(script);
  }

  static Script script(UUID id) {
    Script script = SCRIPTS.get(id);
    if (script == null) {
      throw new IllegalStateException("no script " + id);
    }
    return script;
  }

  @Override
  public List<PlayedDeliveries> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Delivery> createReader(
      PipelineOptions options, @Nullable Position position) {
    Script played = PlayedDeliveries.script(script);
    synchronized (played) {
      played.starts++;
    }
    return new Reader(this, played, position == null ? 0 : position.next);
  }

  @Override
  public Coder<Position> getCheckpointMarkCoder() {
    return SerializableCoder.of(Position.class);
  }

  @Override
  public Coder<Delivery> getOutputCoder() {
    return DeliveryCoder.of();
  }

  /** The number of the next delivery. */
  record Position(UUID script, int next) implements CheckpointMark, java.io.Serializable {
    @Override
    public void finalizeCheckpoint() {
      Script played = PlayedDeliveries.script(script);
      synchronized (played) {
        played.checkpointed = next;
      }
    }
  }

  private static final class Reader extends UnboundedReader<Delivery> {
    private final PlayedDeliveries source;
    private final Script script;
    private int next;

    Reader(PlayedDeliveries source, Script script, int next) {
      this.source = source;
      this.script = script;
      this.next = next;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      synchronized (script) {
        if (next < script.deliveries.size()) {
          next++;
          return true;
        }
        return false;
      }
    }

    @Override
    public Delivery getCurrent() throws NoSuchElementException {
      synchronized (script) {
        return script.deliveries.get(next - 1);
      }
    }

    @Override
    public Instant getCurrentTimestamp() throws NoSuchElementException {
      synchronized (script) {
        return script.times.get(next - 1);
      }
    }

    @Override
    public Instant getWatermark() {
      synchronized (script) {
        return next < script.deliveries.size() ? script.times.get(next) : script.watermark;
      }
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      return new Position(source.script, next);
    }

    @Override
    public PlayedDeliveries getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
