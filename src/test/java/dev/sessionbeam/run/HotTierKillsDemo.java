package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.S3Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream on a cluster of two TaskManagers writes its sessions to a table, and its TaskManagers
 * are killed: at random, and when an item is in the table and in no checkpoint. It is also stopped
 * with a savepoint. At the end, the table equals the view of the current sessions.
 */
class HotTierKillsDemo {
  private static final int AIMED = Integer.getInteger("hot.kills", 10);
  private static final int RANDOM = Integer.getInteger("hot.random", 3);
  private static final int STOPS = Integer.getInteger("hot.stops", 1);
  private static final long SEED = Long.getLong("hot.seed", System.nanoTime() % 1_000_000);
  private static final int EVENTS_A_SECOND = Integer.getInteger("hot.rate", 100);

  /** The stream must outlast everything that happens to it. */
  private static final int SECONDS = Integer.getInteger("hot.seconds", 1_000);

  private final Random random = new Random(SEED);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void theTableHasTheCurrentSessionsWheneverTaskManagersAreKilled() throws Exception {
    System.out.printf(Locale.ROOT, "seed %d%n", SEED);
    try (DynamoDbPeer peer = DynamoDbPeer.start();
        HttpPeer http = HttpPeer.start(request -> {});
        TestCluster cluster = TestCluster.start(folder.resolve("cluster"), S3Peer.credentials())) {
      WatchedServer server = WatchedServer.ofSessions(peer.endpoint());
      http.behave("/", server);
      HotTier hot = new HotTier(peer, "killed");
      Files.copy(hot.routes(folder, http.endpoint(), ""), folder.resolve("routes.json"));
      DeliveringStream stream = new DeliveringStream(folder, cluster, EVENTS_A_SECOND);
      stream.simulate(SECONDS, SEED);
      DeliveryKills kills = new DeliveryKills(cluster, random);
      ClusterJob job =
          new DeliveryDisturbances(stream, kills)
              .add(AIMED, each -> kills.killBeforeTheCheckpoint(each, server, "a session"))
              .addKills(RANDOM)
              .addStops(STOPS)
              .happen(stream.start(), random);
      CommandRun end = stream.end(stream.stop(job));
      HotTier.Compared compared = hot.requireCurrent(stream.output());
      System.out.printf(
          Locale.ROOT,
          "seed %d: %d events, %s; %d current sessions, of which %d revised, and %d tombstones%n",
          SEED,
          EVENTS_A_SECOND * SECONDS,
          kills,
          compared.current(),
          compared.revised(),
          compared.tombstones());
      assertThat(end.err() + end.out(), end.status(), is(0));
      assertThat(end.out(), containsString("The deliveries add up."));
      assertThat("merged, split or moved", compared.tombstones(), is(greaterThan(0)));
    }
  }
}
