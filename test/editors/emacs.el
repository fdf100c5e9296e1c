;;; Does in Emacs what a person does, and writes what came of it to $OPSCOPE_ANSWERS as JSON.  -*- lexical-binding: t -*-

(require 'json)

(defvar opscope-test-tree (file-name-as-directory (file-truename (getenv "OPSCOPE_SAMPLE"))))
(setq create-lockfiles nil)

(defun opscope-test-wait (what condition)
  "Wait until CONDITION returns something and return it; WHAT is for the error."
  (let ((deadline (+ (float-time) 30)) (answer nil))
    (while (not (setq answer (funcall condition)))
      (when (> (float-time) deadline) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02))
    answer))

(defun opscope-test-open (file)
  "Visit FILE of the tree and wait until its buffer is managed by a server."
  (find-file (expand-file-name file opscope-test-tree))
  ;; Eglot connects after the command that visited the file; in batch there is no command loop to run this hook.
  (run-hooks 'post-command-hook)
  (opscope-test-wait "a server" #'eglot-current-server)
  (goto-char (point-min)))

(defun opscope-test-places (xrefs)
  "XREFS as sorted FILE:LINE."
  (vconcat
   (sort (mapcar (lambda (xref)
                   (let ((location (xref-item-location xref)))
                     (format "%s:%s"
                             (file-relative-name (file-truename (xref-location-group location)) opscope-test-tree)
                             (xref-location-line location))))
                 xrefs)
         #'string<)))

(defun opscope-test-fetched (command &rest arguments)
  "What COMMAND, given ARGUMENTS, would show as a list of places."
  (let* ((fetched nil)
         (xref-show-xrefs-function (lambda (fetcher _options) (setq fetched (funcall fetcher))))
         (xref-show-definitions-function xref-show-xrefs-function))
    (apply command arguments)
    (opscope-test-places fetched)))

(defun opscope-test-eldoc ()
  "What eglot tells eldoc about the thing at point."
  (let ((told nil))
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq told (or text "nothing"))))
    (opscope-test-wait "eldoc" (lambda () told))))

(defun opscope-test-hover ()
  "The text of the hover at point."
  (let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (plist-get (plist-get hover :contents) :value)))

(let ((answers nil))
  (cl-flet ((answer (name value) (push (cons name value) answers)))
    (opscope-test-open "mm/shmem.c")
    (answer 'server (plist-get (eglot--server-info (eglot-current-server)) :name))
    (re-search-forward "\\.alloc_")
    (answer 'implementation (opscope-test-fetched #'eglot-find-implementation))
    (answer 'definition
            (opscope-test-fetched #'xref-find-definitions (xref-backend-identifier-at-point (xref-find-backend))))
    (answer 'references
            (opscope-test-fetched #'xref-find-references (xref-backend-identifier-at-point (xref-find-backend))))
    (answer 'hover (opscope-test-hover))
    (answer 'eldoc (substring-no-properties (opscope-test-eldoc)))
    (answer 'apropos (opscope-test-fetched #'xref-find-apropos "shmem_uffd_ops"))
    (goto-char (point-min))
    (re-search-forward "\\.map_pa")
    (answer 'settings (or (opscope-test-hover) "")))
  (with-temp-file (getenv "OPSCOPE_ANSWERS") (insert (json-encode answers))))

;;; emacs.el ends here
