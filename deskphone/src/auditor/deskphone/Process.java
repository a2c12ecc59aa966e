package auditor.deskphone;

/** The half of the process that lives among the framework's classes; made and called by Main on the main thread. */
public interface Process {
    /** Brings the framework up and answers what may be asked at the gate; nothing of the app runs. */
    void framework(Session session, org.robolectric.internal.TestEnvironment environment) throws Exception;

    /** Makes the Application and starts the activity. */
    void start() throws Exception;

    /** Runs the main looper until the process ends; throws what the app threw. */
    void loop() throws Throwable;
}
