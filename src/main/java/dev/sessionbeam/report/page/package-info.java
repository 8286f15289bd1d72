/** The page of {@code report}: one HTML file, drawn from the JSON of the result. */
@NullMarked
package dev.sessionbeam.report.page;

import org.jspecify.annotations.NullMarked;
