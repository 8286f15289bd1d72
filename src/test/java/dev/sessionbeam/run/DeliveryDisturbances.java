package dev.sessionbeam.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to a stream that delivers, in an order that is drawn. */
final class DeliveryDisturbances {
  private final DeliveringStream stream;
  private final DeliveryKills kills;
  private final List<Disturbance> all = new ArrayList<>();

  /** One thing that happens to a job. */
  interface Disturbance {
    /** Returns the job that runs afterwards. */
    ClusterJob happen(ClusterJob job) throws Exception;
  }

  DeliveryDisturbances(DeliveringStream stream, DeliveryKills kills) {
    this.stream = stream;
    this.kills = kills;
  }

  DeliveryDisturbances add(int times, Disturbance disturbance) {
    all.addAll(Collections.nCopies(times, disturbance));
    return this;
  }

  /** Adds kills of any TaskManager that has tasks. */
  DeliveryDisturbances addKills(int times) {
    return add(times, kills::killAny);
  }

  /** Adds stops with a savepoint, each followed by a start from it. */
  DeliveryDisturbances addStops(int times) {
    return add(
        times,
        job -> {
          kills.pause();
          ClusterJob resumed = stream.resume(stream.stop(job));
          kills.print("stopped with a savepoint, and resumed");
          return resumed;
        });
  }

  /** Lets everything happen to a job, one after the other. Returns the job that runs then. */
  ClusterJob happen(ClusterJob job, Random order) throws Exception {
    Collections.shuffle(all, order);
    ClusterJob running = job;
    for (Disturbance next : all) {
      running = next.happen(running);
    }
    return running;
  }
}
