/** How the examples talk to a person: command lines, errors in one line, progress. */
@NullMarked
package dev.hone.examples.cli;

import org.jspecify.annotations.NullMarked;
