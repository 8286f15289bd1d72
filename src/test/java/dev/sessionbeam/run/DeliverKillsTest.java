package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.run.DeliveryServers.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream on a cluster of two TaskManagers delivers, and its TaskManagers are killed: when a
 * destination has a request and has not answered, and when a dead letter is in its queue and in no
 * checkpoint. Everything arrives, nothing else does, and all copies are the same. {@code make
 * deliver-kills} kills more often, and stops the job with a savepoint.
 */
class DeliverKillsTest {
  private static final int AIMED = Integer.getInteger("deliver.kills", 2);
  private static final int RANDOM = Integer.getInteger("deliver.random", 0);
  private static final int STOPS = Integer.getInteger("deliver.stops", 0);
  private static final long SEED = Long.getLong("deliver.seed", System.nanoTime() % 1_000_000);

  private static final int EVENTS_A_SECOND = 30;

  /** The stream must outlast everything that happens to it, also on a machine with much to do. */
  private static final int SECONDS = 120 + 60 * (AIMED + RANDOM + STOPS);

  private final Random random = new Random(SEED);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void everythingIsDeliveredAndAllCopiesAreTheSameWheneverTaskManagersAreKilled() throws Exception {
    System.out.printf(Locale.ROOT, "seed %d%n", SEED);
    try (DeliveryServers servers = DeliveryServers.start(folder);
        TestCluster cluster = TestCluster.start(folder.resolve("cluster"), S3Peer.credentials())) {
      Files.writeString(folder.resolve("routes.json"), servers.routes());
      DeliveringStream stream = new DeliveringStream(folder, cluster, EVENTS_A_SECOND);
      stream.simulate(SECONDS, SEED);
      DeliveryKills kills = new DeliveryKills(cluster, random);
      DeliveryDisturbances disturbances =
          new DeliveryDisturbances(stream, kills).addKills(RANDOM).addStops(STOPS);
      addAimed(disturbances, servers, kills);
      ClusterJob job = disturbances.happen(stream.start(), random);
      CommandRun end = stream.end(stream.stop(job));
      kills.print("stopped with a savepoint, resumed at full speed, and ended");
      System.out.printf(Locale.ROOT, "seed %d: %s%n", SEED, kills);
      new DeliveryCheck(servers, stream.output(), stream.batch()).require(kills.forgotten());
      assertThat(end.err() + end.out(), end.status(), is(0));
      assertThat(end.out(), containsString("The deliveries add up."));
    }
  }

  /** Half of them are of one kind, half of the other. */
  private void addAimed(DeliveryDisturbances to, DeliveryServers servers, DeliveryKills kills) {
    List<Destination> receiving =
        servers.destinations().stream().filter(each -> each.receiver() != null).toList();
    for (int i = 0; i < AIMED; i++) {
      Destination destination = receiving.get(random.nextInt(receiving.size()));
      to.add(
          1,
          i % 2 == 0
              ? job -> kills.killBeforeTheAnswer(job, destination)
              : job -> kills.killBeforeTheCheckpoint(job, servers.queue(), "a dead letter"));
    }
  }
}
