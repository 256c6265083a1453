trace("main\n");
