package dev.hone.nativeblas;

import java.net.URL;

/**
 * A shared library inside a jar.
 *
 * @param name the file name that other libraries know it by
 * @param content where its bytes are read from
 */
record LibraryFile(String name, URL content) {}
