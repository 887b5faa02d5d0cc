package dev.repoman.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// How messages describe an error of the file system.
public final class Reasons {
    private Reasons() {}

    public static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException f -> "permission denied: " + f.getFile();
            case NoSuchFileException f -> f.getFile() + " does not exist";
            case NotDirectoryException f -> f.getFile() + " is not a folder";
            case DirectoryNotEmptyException f -> f.getFile() + " is not empty";
            case FileAlreadyExistsException f -> f.getFile() + " already exists";
            case FileSystemLoopException _ -> "its links form a loop";
            case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
