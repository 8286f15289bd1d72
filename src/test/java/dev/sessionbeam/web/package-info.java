/** The tracker of web pages, its definition, and what a page sends. */
@NullMarked
package dev.sessionbeam.web;

import org.jspecify.annotations.NullMarked;
