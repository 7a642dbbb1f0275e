/** The one door to the disk: files and directories as small interfaces that tests can replace. */
package io.carrick.store.file;
