package dev.hone.nativeblas;

import java.lang.foreign.SymbolLookup;

/**
 * A loaded shared library.
 *
 * @param origin the path or name it was loaded by, for messages
 * @param symbols its exported symbols, valid until the JVM ends
 */
public record NativeLibrary(String origin, SymbolLookup symbols) {}
