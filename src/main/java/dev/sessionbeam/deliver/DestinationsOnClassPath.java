package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Connectors;
import dev.sessionbeam.deliver.connect.DeadLetterQueue;
import dev.sessionbeam.deliver.connect.DeadLetterQueues;
import dev.sessionbeam.deliver.route.Route;

/** The connectors that are on the class path. */
final class DestinationsOnClassPath implements Destinations {
  private static final long serialVersionUID = 1;

  @Override
  public Connector connector(Route route) {
    return Connectors.of(route)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no connector serves the destination "
                        + route.name()
                        + "; is its jar on the class path of every process of the job?"))
        .open(route);
  }

  @Override
  public DeadLetterQueue deadLetters(Route route) {
    return DeadLetterQueues.open(route)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the destination " + route.name() + " has no queue for dead letters"));
  }
}
