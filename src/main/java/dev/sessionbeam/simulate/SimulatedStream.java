package dev.sessionbeam.simulate;

import dev.sessionbeam.simulate.kinesis.StreamRecord;
import dev.sessionbeam.simulate.kinesis.StreamSender;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Sends records to a Kinesis stream. The partition key of a record is the id of the machine that
 * sent it, even if the record is broken. So all records of one machine go to one shard.
 */
public final class SimulatedStream implements RecordSink {
  // A thread does not sleep for a shorter time than this. So a few records may be sent at once.
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
   * Sends the simulation's records, and returns when all are in the stream.
   *
   * @return whether it had to wait until events happened, so that the rate was not reached
   * @throws IOException if the stream does not accept them
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
