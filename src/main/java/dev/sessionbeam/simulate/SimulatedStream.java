package dev.sessionbeam.simulate;

import dev.sessionbeam.kinesis.StreamRecord;
import dev.sessionbeam.kinesis.StreamSender;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Records to a Kinesis stream, each by the id of the machine that sent it, so that those of one
 * machine go to one shard; a broken one, too, knows its sender.
 */
public final class SimulatedStream implements RecordSink {
  // Shorter than this no thread sleeps; so a few records go at once.
  private static final long SHORTEST_NAP = TimeUnit.MILLISECONDS.toNanos(1);

  private final StreamSender sender;
  private final Pace pace;
  private final long startedAt = System.nanoTime();
  private long sent;
  private boolean full;

  private SimulatedStream(StreamSender sender, Pace pace) {
    this.sender = sender;
    this.pace = pace;
  }

  /**
   * Sends the simulation's records and returns once all are in the stream.
   *
   * @return whether events had to be waited for until they happened, so that the rate was not kept
   * @throws IOException where the stream does not take them
   */
  public static boolean send(Simulation settings, StreamSender sender, Pace pace)
      throws IOException {
    SimulatedStream stream = new SimulatedStream(sender, pace);
    Simulator.run(settings, stream);
    sender.finish();
    return pace.heldBack();
  }

  @Override
  public void write(Arrival arrival) throws IOException {
    long due = pace.due(sent, arrival.instant(), System.nanoTime() - startedAt);
    if (pace.isOver(due)) {
      full = true;
      return;
    }
    await(startedAt + due);
    sender.send(new StreamRecord(arrival.machine(), arrival.record(), startedAt + due));
    sent++;
  }

  @Override
  public boolean isFull() {
    return full;
  }

  private static void await(long due) throws IOException {
    try {
      long left = due - System.nanoTime();
      if (left > SHORTEST_NAP) {
        TimeUnit.NANOSECONDS.sleep(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
