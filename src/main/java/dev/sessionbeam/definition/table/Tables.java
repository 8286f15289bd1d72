package dev.sessionbeam.definition.table;

import java.io.Serializable;

/**
 * The tables of the results.
 *
 * @param events one row for each event; has the column {@link Table#REST}
 * @param sessions one row for each session
 */
public record Tables(Table events, Table sessions) implements Serializable {}
