package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.DeadLetterQueue;
import dev.sessionbeam.deliver.route.Route;
import java.io.Serializable;

/** Opens the ways to a destination. Opening may take a while, and may fail. */
interface Destinations extends Serializable {
  /**
   * Opens the connector of a route.
   *
   * @throws IllegalStateException if there is none
   */
  Connector connector(Route route);

  /** Opens the queue for the dead letters of a route whose {@code deadLetter} is not null. */
  DeadLetterQueue deadLetters(Route route);
}
